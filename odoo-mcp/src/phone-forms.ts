/**
 * The forms under which one phone may be filed, E.164. Brazilian mobiles got a ninth digit (2012-2016); WhatsApp still
 * gives some without it, and Odoo 18 on stores all with it. Only numbers that were mobiles before (they began with
 * 6-9) have both forms: without its 9, any other mobile number would be somebody's landline.
 */
export function phoneForms(phone: string): readonly string[] {
  const written = `+${phone.replace(/\D/g, '')}`
  const short = /^\+55(\d\d)9([6-9]\d{7})$/.exec(written)
  if (short) return [written, `+55${short[1]}${short[2]}`]
  const long = /^\+55(\d\d)([6-9]\d{7})$/.exec(written)
  if (long) return [written, `+55${long[1]}9${long[2]}`]
  return [written]
}
