import type { Style } from '../../../domain/crew-plan.ts'

export type Moment = 'greeting' | 'thanks' | 'products' | 'order' | 'hours' | 'handover'

const EMOJI: Readonly<Record<Moment, string>> = {
  greeting: '👋',
  thanks: '😊',
  products: '✨',
  order: '📦',
  hours: '🕒',
  handover: '🙋',
}
const FEW: readonly Moment[] = ['greeting', 'thanks']

/** Puts the shop's measure of emoji behind a sentence of ours; a shop's own words are left as they are. */
export type Voice = (moment: Moment, sentence: string) => string

export const voiceOf =
  (emoji: Style['emoji']): Voice =>
  (moment, sentence) => {
    const isWanted = emoji === 'minimal' ? FEW.includes(moment) : emoji !== 'none'
    return isWanted ? `${sentence} ${EMOJI[moment]}` : sentence
  }
