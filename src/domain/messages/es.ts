import { toned } from './tone.ts'
import type { Words } from './words.ts'

export const es: Words = {
  greeting: ({ tone, shop }) =>
    toned(tone, [`Buenos días. Le atiende ${shop}.`, `¡Hola! Qué gusto tenerte en ${shop}.`, `¡Hola! Aquí ${shop}.`]),
  'greeting.ask': ({ tone }) => toned(tone, ['¿En qué puedo ayudarle?', '¿En qué puedo ayudarte?', '¿Qué necesitas?']),
  'thanks.reply': ({ tone }) =>
    toned(tone, [
      'De nada. Quedamos a su disposición.',
      '¡De nada! Si necesitas algo más, aquí estamos.',
      '¡De nada! Cualquier cosa, escribe.',
    ]),
  'ack.reply': ({ tone }) =>
    toned(tone, [
      'De acuerdo. ¿Puedo ayudarle en algo más?',
      '¡Perfecto! Si necesitas algo más, aquí estamos.',
      '¡Listo! Cualquier cosa, escribe.',
    ]),
  farewell: ({ tone, shop }) =>
    toned(tone, [`${shop} agradece su contacto.`, `¡Gracias por escribir a ${shop}! Hasta pronto.`, '¡Hasta luego!']),

  'product.found': ({ tone, query, count }) =>
    count === 1
      ? toned(tone, [
          `Sí, tenemos **${query}**:`,
          `¡Sí, tenemos **${query}**! Mira:`,
          `¡Sí hay! Mira lo que encontré de **${query}**:`,
        ])
      : toned(tone, [
          `Estas son nuestras opciones de **${query}**:`,
          `¡Sí! Encontré estas opciones de **${query}**:`,
          `¡Sí hay! Mira las opciones de **${query}**:`,
        ]),
  'product.similar': ({ tone, query }) =>
    toned(tone, [
      `No encontré exactamente **${query}**. Estas son las opciones más cercanas:`,
      `No encontré exactamente **${query}**, pero estas opciones se parecen:`,
      `**${query}** tal cual no encontré, pero mira lo parecido:`,
    ]),
  'product.none': ({ tone, query }) =>
    toned(tone, [
      `No encontré **${query}** en nuestro catálogo.`,
      `No encontré **${query}** en nuestro catálogo.`,
      `Uy, no encontré **${query}** en el catálogo.`,
    ]),
  'product.ask': () => '¿Qué producto buscas?',
  'product.categories': ({ tone, list }) =>
    toned(tone, [`Trabajamos con ${list}.`, `Aquí encuentras ${list}.`, `Por aquí hay ${list}.`]),
  'product.inStock': () => 'disponible',
  'product.last': ({ quantity }) => (quantity === '1' ? 'última unidad' : `últimas ${quantity} unidades`),
  'product.only': ({ quantity }) => `solo ${quantity} disponibles ahora`,
  'product.soldOut': () => 'agotado por el momento',
  'product.priceOnRequest': () => 'precio a consultar',
  'product.which': () => '¿De cuál? Envía el nombre, por favor.',
  'product.buy': ({ tone }) =>
    toned(tone, [
      '¿Desea comprarlo? Puedo llamar a un asesor para concluir.',
      '¿Quieres comprarlo? Di "sí" y llamo a alguien del equipo para cerrar la compra.',
      '¿Te lo llevas? Di "sí" y llamo a alguien del equipo para cerrar.',
    ]),
  'product.next': ({ tone, count }) =>
    count === 1
      ? toned(tone, ['¿Puedo ayudarle en algo más?', '¿Quieres saber algo más?', '¿Te gusta? ¿Te cuento más?'])
      : toned(tone, ['¿Desea detalles de alguno?', '¿Quieres saber más de alguno?', '¿Te gustó alguno?']),

  'order.found': ({ tone, number }) =>
    toned(tone, [`Pedido **${number}**:`, `Aquí está tu pedido **${number}**:`, `Encontré tu pedido **${number}**:`]),
  'order.quotation': () => 'Es un presupuesto que aún no fue confirmado.',
  'order.confirmed': () => 'Está confirmado.',
  'order.preparing': () => 'Está confirmado y en preparación.',
  'order.onItsWay': () => 'Ya salió para entrega.',
  'order.ready': () => 'Está listo para salir.',
  'order.partlyDelivered': () => 'Una parte ya fue entregada.',
  'order.delivered': ({ date }) => (date ? `Fue entregado el ${date}.` : 'Fue entregado.'),
  'order.cancelled': () => 'Este pedido fue cancelado.',
  'order.done': () => 'Está concluido.',
  'order.placedOn': ({ date }) => `Hecho el ${date}`,
  'order.expectedOn': ({ date }) => `Entrega prevista: ${date}`,
  'order.carrier': ({ carrier }) => `Transportista: ${carrier}`,
  'order.trackingCode': ({ code }) => `Código de seguimiento: ${code}`,
  'order.trackingLink': ({ url }) => `Síguelo aquí: ${url}`,
  'order.items': () => 'Artículos:',
  'order.total': ({ total }) => `Total: ${total}`,
  'order.notFound': ({ tone, number }) =>
    toned(tone, [
      `No encontré el pedido **${number}** en su registro. Por favor, revise el número en la confirmación de compra o escriba desde el teléfono usado en el pedido. Si lo prefiere, un asesor puede verificarlo.`,
      `No encontré el pedido **${number}** en tu registro. Revisa el número en la confirmación de compra o escribe desde el teléfono que usaste en el pedido. Si prefieres, un asesor lo verifica.`,
      `No encontré el pedido **${number}** en tu registro. Fíjate en el número de la confirmación, o escribe desde el teléfono de la compra. Si quieres, lo ve un asesor.`,
    ]),
  'order.needsIdentity': ({ tone }) =>
    toned(tone, [
      'Por seguridad, solo informo pedidos a quien los hizo. Por favor, escriba por WhatsApp desde el teléfono usado en la compra o hable con un asesor.',
      'Por seguridad, solo muestro pedidos a quien compró. Escribe por WhatsApp desde el teléfono de la compra, o habla con un asesor.',
      'Por seguridad, solo muestro el pedido a quien compró. Escribe por WhatsApp desde el teléfono de la compra, o habla con un asesor.',
    ]),
  'order.askNumber': () => '¿Cuál es el número del pedido? Está en la confirmación de compra y empieza con S.',

  'hours.week': ({ text }) => `Nuestro horario de atención: ${text}.`,
  'hours.day': ({ day, periods }) => `${day}: ${periods}.`,
  'hours.closedOn': ({ day }) => `${day}: cerrado.`,
  'hours.openNow': () => 'Estamos abiertos ahora.',
  'hours.closedNow': ({ when }) => (when ? `Ahora estamos cerrados; volvemos ${when}.` : 'Ahora estamos cerrados.'),

  clarify: ({ tone }) =>
    toned(tone, [
      'No comprendí bien. ¿Sobre qué desea hablar?',
      'No entendí bien. ¿Sobre qué quieres hablar?',
      'No te entendí. ¿De qué se trata?',
    ]),
  'help.ask': ({ tone }) =>
    toned(tone, [
      'Por supuesto. ¿Sobre qué desea hablar?',
      '¡Claro! ¿Sobre qué quieres hablar?',
      '¡Claro! Cuéntame, ¿de qué se trata?',
    ]),
  'bot.identity': ({ tone, shop }) =>
    toned(tone, [
      `Soy el asistente virtual de ${shop}. Informo sobre productos, pedidos, envíos y pagos y, cuando lo desee, llamo a un asesor.`,
      `¡Soy el asistente virtual de ${shop}! Respondo sobre productos, pedidos, envíos y pagos, y si prefieres llamo a una persona del equipo.`,
      `¡Soy el asistente virtual de ${shop}! Te ayudo con productos, pedidos, envíos y pagos. Si prefieres una persona, solo pídelo.`,
    ]),
  'out.ofScope': ({ tone, shop }) =>
    toned(tone, [
      `Ese asunto está fuera de lo que puedo hacer. Puedo informarle sobre productos, pedidos, envíos y pagos de ${shop}.`,
      `Con eso no puedo ayudarte, pero sí con productos, pedidos, envíos y pagos de ${shop}.`,
      `En eso no puedo ayudarte, pero sí con productos, pedidos, envíos y pagos de ${shop}.`,
    ]),
  stillThere: ({ tone }) =>
    toned(tone, ['¿Aún desea atención?', '¿Sigues ahí? Puedo seguir ayudándote.', '¿Sigues ahí?']),
  'idle.closed': ({ tone }) =>
    toned(tone, [
      'Como no hubo respuesta, cierro esta conversación. Si lo necesita, escriba de nuevo.',
      'Como no respondiste, cierro por aquí. Si lo necesitas, ¡escribe de nuevo!',
      'Cierro por aquí, ¿sí? Si necesitas algo, ¡escribe!',
    ]),
  'rating.ask': ({ tone }) =>
    toned(tone, ['¿Cómo valora esta atención?', '¿Cómo valoras esta atención?', '¿Qué tal la atención?']),

  'button.products': () => 'Ver productos',
  'button.order': () => 'Mi pedido',
  'button.hours': () => 'Horario de la tienda',
  'button.human': () => 'Hablar con un asesor',
  yes: () => 'Sí',
  no: () => 'No',

  'handover.asked': ({ tone }) =>
    toned(tone, [
      'Por supuesto. Paso la conversación a un asesor.',
      '¡Claro! Llamo a una persona del equipo para que hable contigo.',
      '¡Dale! Ya llamo a alguien del equipo.',
    ]),
  'handover.doubt': ({ tone }) =>
    toned(tone, [
      'Para responder con seguridad, paso la conversación a un asesor.',
      'Para no responder mal, llamo a una persona del equipo para que te ayude.',
      'Para no equivocarme, llamo a alguien del equipo.',
    ]),
  'handover.complaint': ({ tone }) =>
    toned(tone, [
      'Lamento lo ocurrido y le pido disculpas. Un asesor se ocupará de su caso.',
      'Siento mucho lo ocurrido y te pido disculpas. Paso tu caso a una persona del equipo.',
      'Lo siento mucho, de verdad. Paso tu caso a alguien del equipo.',
    ]),
  'handover.trouble': ({ tone }) =>
    toned(tone, [
      'No pude completar la consulta. Paso la conversación a un asesor.',
      'No pude completarlo ahora. Llamo a una persona del equipo para que te ayude.',
      'No pude verlo ahora. Llamo a alguien del equipo.',
    ]),
  'handover.systemDown': ({ tone }) =>
    toned(tone, [
      'En este momento no puedo consultar existencias, precios ni pedidos. Paso la conversación a un asesor, que lo verifica y responde.',
      'Ahora no puedo consultar existencias, precios ni pedidos. Llamo a una persona del equipo para que lo vea.',
      'Ahora no puedo consultar existencias, precios ni pedidos. Llamo a alguien del equipo para que lo vea.',
    ]),
  'handover.purchase': ({ tone }) =>
    toned(tone, [
      'Con gusto. Paso la conversación a un asesor para concluir la compra.',
      '¡Qué bien! Llamo a una persona del equipo para cerrar la compra contigo.',
      '¡Genial! Llamo a alguien del equipo para cerrar la compra contigo.',
    ]),
  'handover.needsPerson': ({ tone }) =>
    toned(tone, [
      'De acuerdo. Un asesor le dará continuidad.',
      '¡Perfecto! Se lo paso a una persona del equipo.',
      '¡Listo! Se lo paso a alguien del equipo.',
    ]),
  'handover.attachment': ({ tone }) =>
    toned(tone, [
      'Recibí su archivo. Un asesor lo revisará.',
      '¡Recibí tu archivo! Una persona del equipo lo mira.',
      '¡Recibido! Alguien del equipo lo mira.',
    ]),
  'handover.late': ({ tone }) =>
    toned(tone, [
      'Le pido disculpas por la demora. Su mensaje llegó recién ahora y un asesor se ocupará de él.',
      '¡Disculpa la demora! Tu mensaje llegó recién ahora; voy a llamar a una persona del equipo.',
      '¡Perdón por la demora! Tu mensaje llegó recién ahora; ya llamo a alguien del equipo.',
    ]),
  'handover.open': ({ tone }) =>
    toned(tone, [
      'Por favor, espere en esta conversación.',
      'Enseguida te responden por aquí.',
      'Ya te responden por aquí.',
    ]),
  'handover.closed': ({ tone, when }) =>
    toned(tone, [
      `En este momento estamos fuera de horario; la atención vuelve ${when}.`,
      `Ahora estamos fuera de horario; el equipo vuelve ${when} y responde por aquí.`,
      `Ahora estamos fuera de horario, pero el equipo vuelve ${when} y te responde por aquí.`,
    ]),
  'handover.closedUnknown': ({ tone }) =>
    toned(tone, [
      'En este momento estamos fuera de horario; la respuesta llegará por esta conversación.',
      'Ahora estamos fuera de horario; en cuanto el equipo vuelva, responde por aquí.',
      'Ahora estamos fuera de horario; cuando el equipo vuelva, te responde por aquí.',
    ]),

  today: () => 'hoy',
  tomorrow: () => 'mañana',
  'day.at': ({ day, time }) => `${day} a las ${time}`,
  'period.fromTo': ({ from, to }) => `de ${from} a ${to}`,
  closed: () => 'cerrado',
  and: () => 'y',

  'note.title': () => 'Conversación pasada a una persona',
  'note.summary': () => 'Resumen',
  'note.asked': () => 'El cliente escribió',
  'note.answered': () => 'Ya respondimos',
  'note.tried': () => 'Consultado ahora',
  'note.order': () => 'Pedido',
  'note.products': () => 'Productos',
  'note.link': () => 'Seguimiento',
  'note.contact': () => 'Contacto',
  'note.reason': () => 'Motivo',
  'note.mood': () => 'Ánimo del cliente',
  'note.attachments': () => 'Adjuntos',
  'sum.purchase': ({ who, what }) => `${who} quiere comprar ${what}.`,
  'sum.complaint': ({ who, order }) => `${who} tiene un reclamo${order}.`,
  'sum.human': ({ who }) => `${who} pidió hablar con una persona.`,
  'sum.attachment': ({ who, files }) => `${who} envió ${files}, que solo una persona puede ver u oír.`,
  'sum.topic': ({ who, topic, order }) => `${who} escribió sobre ${topic}${order}.`,
  'sum.wrote': ({ who, words }) => `${who} escribió: "${words}".`,
  'sum.about': ({ topic, order }) => `El asunto es ${topic}${order}.`,
  'sum.order': ({ number }) => `(pedido ${number})`,
  someone: () => 'El cliente',
  'sum.something': () => 'un producto',
  'file.image': () => 'una imagen',
  'file.audio': () => 'un audio',
  'file.video': () => 'un video',
  'file.location': () => 'una ubicación',
  'file.contact': () => 'un contacto',
  'file.file': () => 'un archivo',
  'mood.negative': () => 'molesto o insatisfecho',
  'mood.positive': () => 'satisfecho',
  'mood.neutral': () => 'neutro',
  'identity.proven': () => 'identidad comprobada por el canal',
  'identity.claimed': () => 'identidad solo indicada por el cliente',
  'identity.none': () => 'identidad desconocida',
  'tried.nothing': () => 'nada todavía',
  'tried.passage': ({ title, source }) => `encontró "${title}" en ${source}`,
  'tried.noPassage': () => 'buscó en los documentos de la tienda sin encontrar una respuesta segura',
  'tried.products': ({ query, count }) =>
    count === 0
      ? `buscó "${query}" en el catálogo y no encontró`
      : `buscó "${query}" en el catálogo y encontró ${count}`,
  'tried.order': ({ number, found }) =>
    found
      ? `consultó el pedido ${number}`
      : `buscó el pedido ${number} y no lo encontró en el registro de este contacto`,
  'tried.tool': ({ tool }) => `usó ${tool}`,
  'tried.toolFailed': ({ tool }) => `intentó usar ${tool}, que no respondió`,

  'intent.greeting': () => 'saludo',
  'intent.thanks': () => 'agradecimiento',
  'intent.product_search': () => 'productos y precios',
  'intent.order_status': () => 'estado de un pedido',
  'intent.store_hours': () => 'horario de atención',
  'intent.store_location': () => 'dirección',
  'intent.payment': () => 'formas de pago',
  'intent.delivery': () => 'envíos',
  'intent.exchange_return': () => 'cambios y devoluciones',
  'intent.invoice': () => 'factura',
  'intent.complaint': () => 'reclamo',
  'intent.human': () => 'hablar con una persona',
  'intent.other': () => 'otro asunto',

  'reason.asked-for-human': () => 'El cliente pidió hablar con una persona.',
  'reason.low-confidence': () => 'No había una respuesta segura en los documentos ni en el sistema de la tienda.',
  'reason.claim-check': () =>
    'La respuesta preparada contenía algo que no estaba en las fuentes, y por eso no se envió.',
  'reason.tool-failed': () => 'El sistema de la tienda no respondió a la consulta.',
  'reason.model-failed': () => 'El modelo de IA no respondió.',
  'reason.complaint': () => 'El cliente está reclamando.',
  'reason.purchase': () => 'El cliente quiere comprar.',
  'reason.needs-person': () => 'Lo que pide el cliente solo puede hacerlo el equipo.',
  'reason.budget': () => 'Se alcanzó el límite de gasto en IA de esta tienda.',
  'reason.timeout': () => 'La respuesta tardó más de lo permitido.',
  'reason.loop': () => 'La conversación se repetía sin avanzar.',
  'reason.flood': () => 'El cliente envió demasiados mensajes en pocos minutos.',
  'reason.delivery-failed': () => 'El canal no pudo entregar el último mensaje al cliente.',
  'reason.paused': () => 'La atención automática está en pausa.',
  'reason.config-invalid': () => 'No se pudo cargar la configuración de esta tienda.',
  'reason.attachment': () => 'El cliente envió un archivo que solo una persona puede ver u oír.',
  'reason.late': () => 'El mensaje del cliente llegó demasiado tarde para una respuesta automática.',
  'reason.unreadable': () => 'Chatwoot avisó de un mensaje que la atención automática no tiene permiso de leer.',
  'reason.bug': () => 'Hubo un error interno al preparar la respuesta.',
}
