/**
 * Whether a message was not delivered because the customer has not written for too long, by what Chatwoot keeps as its
 * `external_error`. It has no code of its own for that: free words in a closed window are looked for among the inbox's
 * templates, and are none (app/services/whatsapp/send_on_whatsapp_service.rb); where Chatwoot still took the window for
 * open, the platform's error is kept as it came.
 */
export const isWindowClosed = (error: string): boolean => CLOSED.some((words) => words.test(error))

const CLOSED: readonly RegExp[] = [
  /^Template not found or invalid template name/i,
  // Meta: "131047: Re-engagement message"; 360dialog: "470: Message failed to send because more than 24 hours have passed …"
  /(^|\D)131047(\D|$)/,
  /^\(?#?470\b/,
  /more than 24 hours have passed/i,
  // Twilio
  /(^|\D)63016(\D|$)/,
  /outside (of )?(the )?allowed window/i,
]
