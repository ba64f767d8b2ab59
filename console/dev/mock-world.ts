import type { DemoView } from '../../src/wire/demo-view.ts'

const CONTACTS = [
  { key: 'ana', name: 'Ana Souza', phone: '+55 11 95555-0101' },
  { key: 'bruno', name: 'Bruno Lima', phone: '+55 11 95555-0102' },
  { key: 'carla', name: 'Carla Mendes', phone: '+55 11 95555-0103' },
]

const inboxesOf = (account: number) =>
  (['whatsapp', 'web', 'instagram', 'facebook'] as const).map((channel, index) => ({
    inbox: account * 100 + index + 1,
    channel,
    ownCrew: index < 2,
  }))

/** The demo's three invented shops, as the real server describes them. */
export const MOCK_WORLD: DemoView = {
  engine: 'built-in',
  shops: [
    {
      tenant: 'cosmetics/account_1',
      account: 1,
      name: 'Casa Aurora Cosméticos',
      trade: 'Cosméticos e perfumaria, São Paulo',
      about: 'Maquiagem, cuidados e perfumes. Tom próximo, com emoji de vez em quando.',
      logo: 'CA',
      inboxes: inboxesOf(1),
      contacts: CONTACTS,
      suggestions: [
        'oi, vocês têm batom vermelho?',
        'onde está meu pedido S00042?',
        'qual o horário de sábado?',
        'aceita pix?',
        'quero falar com um atendente',
      ],
    },
    {
      tenant: 'furniture/account_2',
      account: 2,
      name: 'Móveis Jatobá',
      trade: 'Móveis e decoração, Curitiba',
      about: 'Móveis de madeira maciça, com frete e montagem por região. Tom formal, sem emoji.',
      logo: 'MJ',
      inboxes: inboxesOf(2),
      contacts: CONTACTS,
      suggestions: ['Vocês têm mesa de jantar de 6 lugares?', 'Qual o prazo de entrega para Curitiba?', 'aceita pix?'],
    },
    {
      tenant: 'retail/account_3',
      account: 3,
      name: 'Pet Amora',
      trade: 'Pet shop, Belo Horizonte',
      about: 'Ração, brinquedos, banho e tosa. Tom descontraído.',
      logo: 'PA',
      inboxes: inboxesOf(3),
      contacts: CONTACTS,
      suggestions: ['tem ração pra cachorro adulto?', 'até que horas vocês abrem hoje?', 'posso trocar?'],
    },
  ],
}
