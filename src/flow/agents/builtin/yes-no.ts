import { fold } from './fold.ts'

const YES =
  /^(sim+|isso|isso mesmo|quero|quero sim|sim quero|pode ser|pode|pode sim|claro|com certeza|bora|aham|uhum|s|si|sip|yes|yeah|yep|sure|please|por favor)[\s!.,]*(por favor|pfv|please)?[!.]*$/
const NO =
  /^(nao+|n|nn|no|nope|nao quero(?: mais)?(?: nada)?|mais nada|nao precisa|nao,? (?:obrigad[oa]|obg|valeu|gracias)|no,? (?:thanks|thank you|gracias)|deixa|deixa pra la|deixa quieto|nada|so isso|por enquanto nao)[\s!.]*$/

/** Whether a text is a bare yes or a bare no to what was asked before. */
export const yesOrNo = (text: string): 'yes' | 'no' | null => {
  const folded = fold(text)
  return YES.test(folded) ? 'yes' : NO.test(folded) ? 'no' : null
}
