/** Words with which a conversation ends, in the three languages: "tchau", "era só isso", "hasta luego", "that's all". */
export const saysGoodbye = (text: string): boolean =>
  GOODBYE.test(text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/\s+/g, ' '))

const GOODBYE =
  /\b(tchau|ate (logo|mais|breve|amanha|a proxima)|falou|flw|abracos?|bjs|beijos?|adios|chau|hasta|bye|see you)\b|\b(so isso|era isso|eso es todo|that'?s all)\b/
