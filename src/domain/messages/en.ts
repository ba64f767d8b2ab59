import { toned } from './tone.ts'
import type { Words } from './words.ts'

export const en: Words = {
  greeting: ({ tone, shop }) =>
    toned(tone, [`Hello. This is ${shop}.`, `Hello! It's good to have you at ${shop}.`, `Hi! ${shop} here.`]),
  'greeting.ask': ({ tone }) => toned(tone, ['How may I help you?', 'How can I help you?', 'What can I do for you?']),
  'thanks.reply': ({ tone }) =>
    toned(tone, [
      'You are welcome. We remain at your disposal.',
      "You're welcome! If you need anything else, just write.",
      'Anytime! Just write if you need anything.',
    ]),
  'ack.reply': ({ tone }) =>
    toned(tone, [
      'Very well. May I help with anything else?',
      'Great! If you need anything else, just write.',
      'Cool! Just write if you need anything.',
    ]),
  farewell: ({ tone, shop }) =>
    toned(tone, [`${shop} thanks you for your message.`, `Thank you for writing to ${shop}. Goodbye!`, 'See you!']),

  'product.found': ({ tone, query, count }) =>
    count === 1
      ? toned(tone, [
          `Yes, we have **${query}**:`,
          `Yes, we have **${query}**! Here it is:`,
          `Yep! Here's what I found for **${query}**:`,
        ])
      : toned(tone, [
          `These are our options for **${query}**:`,
          `Yes, we do! I found these options for **${query}**:`,
          `Yep! Here are the options for **${query}**:`,
        ]),
  'product.similar': ({ tone, query }) =>
    toned(tone, [
      `I did not find exactly **${query}**. These are the closest options:`,
      `I didn't find exactly **${query}**, but these are similar:`,
      `No exact match for **${query}**, but look at these:`,
    ]),
  'product.none': ({ tone, query }) =>
    toned(tone, [
      `I did not find **${query}** in our catalogue.`,
      `I didn't find **${query}** in our catalogue.`,
      `Sorry, couldn't find **${query}**.`,
    ]),
  'product.ask': () => 'Which product are you looking for?',
  'product.categories': ({ tone, list }) =>
    toned(tone, [`We offer ${list}.`, `Here you'll find ${list}.`, `We've got ${list}.`]),
  'product.inStock': () => 'in stock',
  'product.last': ({ quantity }) => (quantity === '1' ? 'last one' : `last ${quantity} left`),
  'product.only': ({ quantity }) => `only ${quantity} in stock now`,
  'product.soldOut': () => 'sold out at the moment',
  'product.priceOnRequest': () => 'price on request',
  'product.which': () => 'Which one? Please send its name.',
  'product.buy': ({ tone }) =>
    toned(tone, [
      'Would you like to buy it? I can call an attendant to complete the purchase.',
      'Would you like to buy it? Just say "yes" and I\'ll get someone from the team to complete it with you.',
      'Want it? Say "yes" and I\'ll get someone from the team.',
    ]),
  'product.next': ({ tone, count }) =>
    count === 1
      ? toned(tone, [
          'May I help with anything else?',
          'Would you like to know more about it?',
          'Like it? Want to know more?',
        ])
      : toned(tone, [
          'Would you like details of any of them?',
          'Would you like to know more about any of them?',
          'See one you like?',
        ]),

  'order.found': ({ tone, number }) =>
    toned(tone, [`Order **${number}**:`, `Here is your order **${number}**:`, `Found your order **${number}**:`]),
  'order.quotation': () => 'It is a quotation that has not been confirmed yet.',
  'order.confirmed': () => 'It is confirmed.',
  'order.preparing': () => 'It is confirmed and being prepared.',
  'order.onItsWay': () => 'It is on its way.',
  'order.ready': () => 'It is ready to leave.',
  'order.partlyDelivered': () => 'Part of it has been delivered.',
  'order.delivered': ({ date }) => (date ? `It was delivered on ${date}.` : 'It was delivered.'),
  'order.cancelled': () => 'This order was cancelled.',
  'order.done': () => 'It is completed.',
  'order.placedOn': ({ date }) => `Placed on ${date}`,
  'order.expectedOn': ({ date }) => `Expected delivery: ${date}`,
  'order.carrier': ({ carrier }) => `Carrier: ${carrier}`,
  'order.trackingCode': ({ code }) => `Tracking code: ${code}`,
  'order.trackingLink': ({ url }) => `Track it here: ${url}`,
  'order.items': () => 'Items:',
  'order.total': ({ total }) => `Total: ${total}`,
  'order.notFound': ({ tone, number }) =>
    toned(tone, [
      `I did not find order **${number}** in your records. Please check the number in your purchase confirmation, or write from the phone used for the order. An attendant can also look it up.`,
      `I didn't find order **${number}** in your records. Check the number in your purchase confirmation, or write from the phone you used for the order. If you prefer, an attendant can look it up.`,
      `Couldn't find order **${number}** in your records. Check the number in your confirmation, or write from the phone you ordered with. An attendant can look too.`,
    ]),
  'order.needsIdentity': ({ tone }) =>
    toned(tone, [
      'For security, I only discuss orders with whoever placed them. Please write on WhatsApp from the phone used for the purchase, or talk to an attendant.',
      'For security, I only show orders to whoever placed them. Write on WhatsApp from the phone used for the purchase, or talk to an attendant.',
      'For security, I only show an order to whoever placed it. Message us on WhatsApp from that phone, or talk to an attendant.',
    ]),
  'order.askNumber': () => 'What is the order number? It is in your purchase confirmation and starts with S.',

  'hours.week': ({ text }) => `Our opening hours: ${text}.`,
  'hours.day': ({ day, periods }) => `${day}: ${periods}.`,
  'hours.closedOn': ({ day }) => `${day}: closed.`,
  'hours.openNow': () => 'We are open now.',
  'hours.closedNow': ({ when }) => (when ? `We are closed now; we are back ${when}.` : 'We are closed now.'),

  clarify: ({ tone }) =>
    toned(tone, [
      'I am not sure I understood. What is it about?',
      "I'm not sure I understood. What would you like to talk about?",
      "Didn't quite get that. What's it about?",
    ]),
  'help.ask': ({ tone }) =>
    toned(tone, [
      'Certainly. What is it about?',
      'Of course! What would you like to talk about?',
      "Sure! What's it about?",
    ]),
  'bot.identity': ({ tone, shop }) =>
    toned(tone, [
      `I am the virtual assistant of ${shop}. I answer about products, orders, delivery and payment and, whenever you wish, I call an attendant.`,
      `I'm the virtual assistant of ${shop}! I answer about products, orders, delivery and payment, and if you prefer I'll get someone from the team.`,
      `I'm the virtual assistant of ${shop}! I can help with products, orders, delivery and payment. Prefer a person? Just ask.`,
    ]),
  'out.ofScope': ({ tone, shop }) =>
    toned(tone, [
      `That is beyond what I can do. I can inform you about products, orders, delivery and payment at ${shop}.`,
      `I can't help with that, but I can with products, orders, delivery and payment at ${shop}.`,
      `Can't help with that one, but I can with products, orders, delivery and payment at ${shop}.`,
    ]),
  stillThere: ({ tone }) =>
    toned(tone, ['Do you still need assistance?', 'Are you still there? I can keep helping.', 'Still there?']),
  'idle.closed': ({ tone }) =>
    toned(tone, [
      'As there was no reply, I am closing this conversation. Please write again if you need us.',
      "As you didn't reply, I'll close here. If you need us, just write again!",
      "I'll close here, ok? Write anytime!",
    ]),
  'rating.ask': ({ tone }) =>
    toned(tone, ['How do you rate this service?', 'How would you rate this chat?', 'How was it?']),

  'button.products': () => 'See products',
  'button.order': () => 'My order',
  'button.hours': () => 'Store hours',
  'button.human': () => 'Talk to an attendant',
  yes: () => 'Yes',
  no: () => 'No',

  'handover.asked': ({ tone }) =>
    toned(tone, [
      'Certainly. I am passing the conversation to an attendant.',
      "Of course! I'll get someone from the team to talk to you.",
      "Sure! I'll get someone from the team.",
    ]),
  'handover.doubt': ({ tone }) =>
    toned(tone, [
      'To give you a reliable answer, I am passing the conversation to an attendant.',
      "So that you get the right answer, I'll get someone from the team to help you.",
      "I don't want to get this wrong, so I'll get someone from the team.",
    ]),
  'handover.complaint': ({ tone }) =>
    toned(tone, [
      'I regret what happened and apologise. An attendant will take care of your case.',
      "I'm very sorry about this. I'll pass your case to someone from the team.",
      "I'm really sorry about that. I'll pass it to someone from the team.",
    ]),
  'handover.trouble': ({ tone }) =>
    toned(tone, [
      'I could not complete the enquiry. I am passing the conversation to an attendant.',
      "I couldn't complete this now. I'll get someone from the team to help you.",
      "Couldn't do that now. I'll get someone from the team.",
    ]),
  'handover.systemDown': ({ tone }) =>
    toned(tone, [
      'I cannot look up stock, prices and orders at the moment. I am passing the conversation to an attendant, who will check and reply.',
      "I can't look up stock, prices and orders right now. I'll get someone from the team to check this for you.",
      "Can't look up stock, prices or orders right now. I'll get someone from the team to check.",
    ]),
  'handover.purchase': ({ tone }) =>
    toned(tone, [
      'With pleasure. I am passing the conversation to an attendant to complete the purchase.',
      "Great! I'll get someone from the team to complete the purchase with you.",
      "Great! I'll get someone from the team to sort out the purchase.",
    ]),
  'handover.needsPerson': ({ tone }) =>
    toned(tone, [
      'Certainly. An attendant will take it from here.',
      "Got it! I'll pass this to someone from the team.",
      "Got it! I'll pass it to someone from the team.",
    ]),
  'handover.attachment': ({ tone }) =>
    toned(tone, [
      'I received your file. An attendant will look at it.',
      'I got your file! Someone from the team will look at it.',
      'Got it! Someone from the team will look.',
    ]),
  'handover.late': ({ tone }) =>
    toned(tone, [
      'I apologise for the delay. Your message has only just reached us, and an attendant will take care of it.',
      'Sorry for the delay! Your message has only just reached me; I am calling someone from the team.',
      'Sorry it took so long! Your message only just came in; I am getting someone from the team.',
    ]),
  'handover.open': ({ tone }) =>
    toned(tone, ['Please wait in this conversation.', "You'll get a reply here shortly.", "They'll reply here soon."]),
  'handover.closed': ({ tone, when }) =>
    toned(tone, [
      `We are outside business hours; our team is back ${when}.`,
      `We're outside business hours now; the team is back ${when} and will reply here.`,
      `We're closed right now, but the team is back ${when} and will reply here.`,
    ]),
  'handover.closedUnknown': ({ tone }) =>
    toned(tone, [
      'We are outside business hours; the reply will come in this conversation.',
      "We're outside business hours now; the team will reply here once back.",
      "We're closed right now; the team will reply here once back.",
    ]),

  today: () => 'today',
  tomorrow: () => 'tomorrow',
  'day.at': ({ day, time }) => `${day} at ${time}`,
  'period.fromTo': ({ from, to }) => `${from} to ${to}`,
  closed: () => 'closed',
  and: () => 'and',

  'note.title': () => 'Conversation passed to a person',
  'note.summary': () => 'Summary',
  'note.asked': () => 'The customer wrote',
  'note.answered': () => 'We already said',
  'note.tried': () => 'Looked up now',
  'note.order': () => 'Order',
  'note.products': () => 'Products',
  'note.link': () => 'Tracking',
  'note.contact': () => 'Contact',
  'note.reason': () => 'Reason',
  'note.mood': () => "Customer's mood",
  'note.attachments': () => 'Attachments',
  'sum.purchase': ({ who, what }) => `${who} wants to buy ${what}.`,
  'sum.complaint': ({ who, order }) => `${who} has a complaint${order}.`,
  'sum.human': ({ who }) => `${who} asked for a person.`,
  'sum.attachment': ({ who, files }) => `${who} sent ${files}, which only a person can see or hear.`,
  'sum.topic': ({ who, topic, order }) => `${who} wrote about ${topic}${order}.`,
  'sum.wrote': ({ who, words }) => `${who} wrote: "${words}".`,
  'sum.about': ({ topic, order }) => `It is about ${topic}${order}.`,
  'sum.order': ({ number }) => `(order ${number})`,
  someone: () => 'The customer',
  'sum.something': () => 'a product',
  'file.image': () => 'a picture',
  'file.audio': () => 'a voice message',
  'file.video': () => 'a video',
  'file.location': () => 'a location',
  'file.contact': () => 'a contact',
  'file.file': () => 'a file',
  'mood.negative': () => 'upset or dissatisfied',
  'mood.positive': () => 'satisfied',
  'mood.neutral': () => 'neutral',
  'identity.proven': () => 'identity proven by the channel',
  'identity.claimed': () => 'identity only claimed by the customer',
  'identity.none': () => 'identity unknown',
  'tried.nothing': () => 'nothing yet',
  'tried.passage': ({ title, source }) => `found "${title}" in ${source}`,
  'tried.noPassage': () => "searched the shop's documents and found no reliable answer",
  'tried.products': ({ query, count }) =>
    count === 0
      ? `searched the catalogue for "${query}" and found none`
      : `searched the catalogue for "${query}" and found ${count}`,
  'tried.order': ({ number, found }) =>
    found ? `looked up order ${number}` : `looked for order ${number} and did not find it in this contact's records`,
  'tried.tool': ({ tool }) => `used ${tool}`,
  'tried.toolFailed': ({ tool }) => `tried to use ${tool}, which did not answer`,

  'intent.greeting': () => 'greeting',
  'intent.thanks': () => 'thanks',
  'intent.product_search': () => 'products and prices',
  'intent.order_status': () => 'order status',
  'intent.store_hours': () => 'opening hours',
  'intent.store_location': () => 'address',
  'intent.payment': () => 'payment',
  'intent.delivery': () => 'delivery',
  'intent.exchange_return': () => 'exchanges and returns',
  'intent.invoice': () => 'invoice',
  'intent.complaint': () => 'complaint',
  'intent.human': () => 'talking to a person',
  'intent.other': () => 'something else',

  'reason.asked-for-human': () => 'The customer asked to talk to a person.',
  'reason.low-confidence': () => "There was no reliable answer in the shop's documents or system.",
  'reason.claim-check': () => 'The prepared reply held something that was not in the sources, so it was not sent.',
  'reason.tool-failed': () => "The shop's system did not answer.",
  'reason.model-failed': () => 'The AI model did not answer.',
  'reason.complaint': () => 'The customer is complaining.',
  'reason.purchase': () => 'The customer wants to buy.',
  'reason.needs-person': () => 'Only the team can do what the customer asks.',
  'reason.budget': () => "This shop's limit of AI spending was reached.",
  'reason.timeout': () => 'The reply took longer than allowed.',
  'reason.loop': () => 'The conversation was repeating itself.',
  'reason.flood': () => 'The customer sent too many messages within a few minutes.',
  'reason.delivery-failed': () => 'The channel could not deliver the last message to the customer.',
  'reason.paused': () => 'Automatic answers are paused.',
  'reason.config-invalid': () => "This shop's configuration could not be loaded.",
  'reason.attachment': () => 'The customer sent a file that only a person can see or hear.',
  'reason.late': () => "The customer's message came too late for an automatic answer.",
  'reason.unreadable': () => 'Chatwoot told of a message that automatic answers are not allowed to read.',
  'reason.bug': () => 'There was an internal error while preparing the reply.',
}
