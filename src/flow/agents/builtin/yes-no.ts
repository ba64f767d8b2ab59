import { fold } from './fold.ts'

const YES =
  /^(sim+|isso|isso mesmo|quero|quero sim|pode ser|pode|claro|com certeza|s|si|sip|yes|yeah|yep|sure|please|por favor)[\s!.,]*(por favor|pfv|please)?[!.]*$/
const NO = /^(nao+|n|nn|no|nope|nao quero|nao precisa|deixa|deixa pra la|nada)[!.]*$/

/** Whether a text is a bare yes or a bare no to what was asked before. */
export const yesOrNo = (text: string): 'yes' | 'no' | null => {
  const folded = fold(text)
  return YES.test(folded) ? 'yes' : NO.test(folded) ? 'no' : null
}
