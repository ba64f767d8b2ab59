import { fold } from './fold.ts'

const PERSON =
  '(?:atendentes?|humanos?|humana|pessoas?|gente|alguem|gerente|gerencia|supervisora?|vendedora?|consultora?|responsavel|funcionari[oa]|especialista|dono|dona|equipe|asesora?|agente|persona|representante|agent|human|person|someone|somebody|representative|manager|attendant)'
const ASK =
  '(?:falar?|conversar?|chamar?|chama|transferir?|transfere|transfira|passar?|passe|encaminhar?|encaminha|coloca|bota|fala|atendid[oa] por|hablar|comunicar?|comunicame|pasame|talk|speak|transfer|connect)'

const PATTERNS = [
  new RegExp(`\\b${ASK}\\b.{0,24}\\b${PERSON}\\b`),
  new RegExp(
    `\\b(?:quero|queria|preciso(?: de)?|prefiro|want|need|quiero|necesito)\\b (?:um|uma|un|una|an|a)? ?(?:real )?${PERSON}\\b`,
  ),
  /\b(?:atendimento|suporte|atencion|ajuda) (?:humano|humana|pessoal|de uma pessoa|com (?:uma )?pessoa)\b/,
  /\b(?:pessoa|gente|alguem|persona) (?:real|de verdade)\b|\breal (?:person|human)\b|\bser humano\b|\bhuman being\b/,
  /\b(?:nao (?:quero|gosto|aguento)|odeio|chega de|cansei d[eo]|no quiero|don'?t want)\b.{0,24}\b(?:robos?|bots?|maquina|robot|automatico)\b/,
  /^(?:um |uma |un |an? )?(?:atendente|humano|gerente|vendedora?|asesor|agente|agent|human)(?: (?:humano|real|por favor|pfv|please))*[!.]*$/,
]

const TALK_ABOUT = /\b(?:atendente|vendedora?|gerente|agent|asesora?) (?:foi|era|me (?:tratou|disse|falou)|was|fue)\b/

/** Whether the customer asks for a person, in whatever words. */
export function asksForHuman(text: string): boolean {
  const folded = fold(text)
  return PATTERNS.some((pattern) => pattern.test(folded)) && !TALK_ABOUT.test(folded)
}

/** Talk about an attendant that asks for none: praise, or a complaint about one. */
export const talksAboutAttendant = (text: string): boolean => TALK_ABOUT.test(fold(text))

const BOT =
  /\b(voce|vc|tu|isso|aqui|quem|falando com|usted|eres|are you|is this|am i)\b.{0,24}\b(robos?|bot|chat ?bot|maquina|ia|inteligencia artificial|automatic[oa]|atendente virtual|gente de verdade|pessoa de verdade|robot|ai|machine|real person|human)\b|\b(e|eh|es) (um )?(robo|bot|robot|ia)\b|^(robo|bot)\?*$/

/** "você é um robô?": a question that deserves the truth, and no attendant. */
export const asksIfBot = (text: string): boolean => {
  const folded = fold(text)
  const isQuestion = text.includes('?') || /^(vc|voce|isso|e|eh|are|is|eres)\b/.test(folded)
  return isQuestion && BOT.test(folded) && !asksForHuman(text)
}
