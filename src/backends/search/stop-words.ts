import { fold } from './fold.ts'

/**
 * Words that say nothing about what a customer wants: grammar, and the politeness around a question.
 * One list for the three languages; a word that means something in one of them stays out (dia, más, late).
 */
const WORDS = `
a o as os um uma uns umas de do da dos das em no na nos nas por pelo pela pelos pelas para pra pro pras pros com sem e ou mas que se
ao aos à às num numa dum duma dele dela deles delas nele nela disso isso isto este esta estes estas esse essa esses essas aquele aquela
aquilo neste nesta nesse nessa desse dessa deste desta daí aí ali lá aqui cá já ainda também tb tbm só muito muita muitos muitas mto mt
mais menos bem mal sim não nao n nem ñ eu tu ele ela nós nos eles elas você vocês voce voces vc vcs cê ocês me te lhe lhes minha meu
minhas meus seu sua seus suas teu tua nosso nossa nossos nossas qual quais quem quê q oq oque como cmo onde quanto quanta quantos
quantas qto qnto porque pq pois então entao tipo assim ser sou é eh és são sao era eram foi foram fui seja sejam seria estou está tá ta
tão to tô estão estava estive esteja estamos ter tem têm tenho temos tinha tinham teve tive teria tenha há houve havia vou vai vão vamos
ir ia iria fosse poder posso pode podem podemos podia poderia poderiam consigo consegue conseguem consigam dá da dão dar dou deu quero
quer querem queria gostaria gostava preciso precisa precisava precisaria saber sabe sabem sei dizer diz diga fala informar informa
informação informações informe dúvida dúvidas pergunta perguntar ajuda ajudar ajude favor gentileza obrigado obrigada obg vlw valeu oi oie
olá ola opa eai eaí bom boa tudo todo toda todos todas tarde noite blz beleza certo ok okay fazer faz fazem faço fez feito feita
fazendo algum alguma alguns algumas nenhum nenhuma qualquer coisa outro outra outros outras mesmo mesma cada entre até desde após sobre
quando enquanto depois antes agora caso ne né aew uai moça moço amiga amigo gente pessoal kkk rs aliás veio vieram vem vêm vir ontem deixar deixo deixa ficar fico ficam lo la los las le les el un una unos
unas del al y o u pero con sin por qué cuál cuáles quién cómo dónde cuándo cuánto cuánta cuántos cuántas yo tú usted ustedes él ella
nosotros ellos ellas mi mis su sus tu tus es son está están hay tener tiene tienen tengo puedo puede pueden podría quiero quería
quisiera hola buenas buenos días gracias favor saber hacer hace hacen hago si muy también ya the an of in on at to for from with and or
but is are was were be been am do does did done can could would should will shall may might i you he she it we they me my your yours our
their his her its this that these those what which who how where when why there here have has had if so as not no yes hi hello hey please
thanks thank need want like any some get got about tell know
`

export const STOP_WORDS: ReadonlySet<string> = new Set(WORDS.trim().split(/\s+/).map(fold))
