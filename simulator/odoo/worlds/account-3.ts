import { catalogue } from './catalogue.ts'
import { customers } from './customers.ts'
import type { World, WorldProduct } from './world.ts'

/** Sizes are variants of one product. */
const collars: readonly WorldProduct[] = (
  [
    ['COL-AZ-P', 'P', 32.9, 15],
    ['COL-AZ-M', 'M', 36.9, 22],
    ['COL-AZ-G', 'G', 39.9, 0],
  ] as const
).map(([code, attributes, price, qty]) => ({
  ...{ code, price, qty, name: 'Coleira Ajustável Azul', category: 'Cães / Passeio' },
  description: 'Náilon resistente com fecho de engate rápido e plaquinha.',
  variantOf: { template: 'COL-AZ', attributes },
  picture: { shape: 'collar', color: '#2f6fb0' },
}))

/** Pet Amora, Belo Horizonte. */
export const account3: World = {
  database: 'account_3',
  company: 'Pet Amora',
  partners: customers('Belo Horizonte'),
  products: [
    ...catalogue({
      'Cães / Rações': [
        [
          'RAC-CA10',
          'Ração Premium Cães Adultos 10 kg',
          169.9,
          18,
          ['bag', '#c9722a'],
          'Frango e arroz, para cães adultos de porte médio e grande.',
        ],
        [
          'RAC-CA03',
          'Ração Premium Cães Adultos 3 kg',
          64.9,
          26,
          ['bag', '#c9722a'],
          'Frango e arroz, para cães adultos de porte médio e grande.',
        ],
        [
          'RAC-CF10',
          'Ração Premium Cães Filhotes 10 kg',
          184.9,
          9,
          ['bag', '#d0566b'],
          'Para filhotes de até 12 meses, com DHA.',
        ],
        [
          'RAC-CP03',
          'Ração Premium Cães Pequeno Porte 3 kg',
          69.9,
          14,
          ['bag', '#8f4f9a'],
          'Grãos pequenos para raças pequenas.',
        ],
        [
          'RAC-CS10',
          'Ração Super Premium Cães Sênior 10 kg',
          219.9,
          0,
          ['bag', '#4f7f95'],
          'Para cães a partir de 7 anos, com condroitina.',
        ],
      ],
      'Cães / Petiscos': [
        [
          'PET-OS01',
          'Petisco Ossinho Nó 500 g',
          34.9,
          40,
          ['bone', '#cfa873'],
          'Couro natural, ajuda na limpeza dos dentes.',
        ],
        ['PET-BI02', 'Biscoito Integral de Banana 300 g', 22.9, 33, ['box', '#d8a93a'], 'Sem açúcar e sem corantes.'],
        ['PET-BF03', 'Bifinho de Carne 250 g', 19.9, 52, ['bag', '#9a3b32'], 'Macio, para adestramento.'],
      ],
      'Gatos / Rações': [
        [
          'RAC-GC10',
          'Ração Premium Gatos Castrados 10 kg',
          199.9,
          12,
          ['bag', '#3f8a86'],
          'Salmão, controle de peso e trato urinário.',
        ],
        [
          'RAC-GC03',
          'Ração Premium Gatos Castrados 3 kg',
          79.9,
          20,
          ['bag', '#3f8a86'],
          'Salmão, controle de peso e trato urinário.',
        ],
        [
          'RAC-GF03',
          'Ração Premium Gatos Filhotes 3 kg',
          84.9,
          7,
          ['bag', '#d98a9c'],
          'Para filhotes de até 12 meses.',
        ],
        [
          'SAC-GA01',
          'Alimento Úmido Gatos Atum 85 g',
          5.9,
          120,
          ['can', '#2f7f8f'],
          'Pedaços ao molho, alimento completo.',
        ],
        [
          'SAC-GF02',
          'Alimento Úmido Gatos Frango 85 g',
          5.9,
          96,
          ['can', '#c98a3a'],
          'Pedaços ao molho, alimento completo.',
        ],
      ],
      'Gatos / Higiene': [
        ['ARE-FI04', 'Areia Higiênica Fina 4 kg', 24.9, 60, ['bag', '#7a8fb0'], 'Torrões firmes, sem perfume.'],
        [
          'ARE-BI02',
          'Areia Biodegradável de Mandioca 2 kg',
          34.9,
          25,
          ['bag', '#8fae6a'],
          'Vai no vaso sanitário, rende até 30 dias.',
        ],
        [
          'CAI-AR01',
          'Caixa de Areia Fechada com Filtro',
          149.9,
          6,
          ['pet-house', '#7f8fa3'],
          'Porta basculante e filtro de carvão.',
        ],
      ],
      'Cães / Brinquedos': [
        [
          'BRI-BO01',
          'Bola de Borracha Resistente',
          27.9,
          35,
          ['ball', '#d23f3f'],
          'Para mordidas fortes, flutua na água.',
        ],
        ['BRI-BA02', 'Bola Apito Amarela', 17.9, 28, ['ball', '#dba62a'], 'Com apito, borracha macia.'],
        ['BRI-OS03', 'Osso de Náilon Sabor Bacon', 39.9, 16, ['bone', '#b5784a'], 'Para cães que roem muito.'],
      ],
      'Gatos / Brinquedos': [
        ['BRI-PX01', 'Peixinho com Catnip', 21.9, 30, ['fish-toy', '#e0743f'], 'Recheado com catnip natural.'],
        ['BRI-PX02', 'Peixinho com Catnip Azul', 21.9, 19, ['fish-toy', '#4f86b5'], 'Recheado com catnip natural.'],
      ],
      'Conforto e casa': [
        ['CAM-PE01', 'Cama Redonda Pelúcia M', 129.9, 11, ['pet-bed', '#8a7fae'], '60 cm, capa lavável na máquina.'],
        ['CAM-PV02', 'Cama Redonda Pelúcia G', 169.9, 8, ['pet-bed', '#6a9a7f'], '80 cm, capa lavável na máquina.'],
        [
          'CAS-MA01',
          'Casinha de Madeira Pinus M',
          289.9,
          3,
          ['pet-house', '#b5683a'],
          'Para cães de até 15 kg, teto que abre.',
        ],
        [
          'COM-AZ01',
          'Comedouro Antiderrapante Azul',
          32.9,
          24,
          ['bowl', '#3f78b5'],
          'Inox com base de borracha, 700 ml.',
        ],
        [
          'COM-RS02',
          'Comedouro Antiderrapante Rosa',
          32.9,
          17,
          ['bowl', '#d0648a'],
          'Inox com base de borracha, 700 ml.',
        ],
      ],
      'Higiene e saúde': [
        [
          'HIG-SN01',
          'Shampoo Neutro Cães e Gatos 500 ml',
          29.9,
          31,
          ['pump', '#5fa08f'],
          'Sem perfume, pH balanceado.',
        ],
        ['HIG-SF02', 'Shampoo para Filhotes 500 ml', 32.9, 23, ['pump', '#d99ab0'], 'Não arde os olhos.'],
        [
          'SAU-AP01',
          'Antipulgas Cães 10 a 20 kg',
          89.9,
          14,
          ['box', '#5a6fb0'],
          'Comprimido mastigável, protege por 30 dias. Consulte o veterinário.',
        ],
        [
          'SAU-AG02',
          'Antipulgas Gatos até 4 kg',
          74.9,
          10,
          ['box', '#7f9a4a'],
          'Pipeta, protege por 30 dias. Consulte o veterinário.',
        ],
        ['HIG-ES03', 'Escova Removedora de Pelos', 45.9, 20, ['brush', '#5a8fa8'], 'Para pelos curtos e longos.'],
      ],
    }),
    ...collars,
    {
      ...{ code: 'SER-BT01', name: 'Banho e Tosa Porte Médio', price: 95, qty: 0, isService: true },
      ...{ category: 'Serviços', description: 'Com hora marcada; inclui corte de unhas e limpeza de ouvidos.' },
    },
  ],
  orders: [
    {
      ...{ name: 'S00042', partner: 'ana', state: 'sale', daysAgo: 2 },
      lines: [
        ['RAC-CA10', 1],
        ['PET-OS01', 2],
      ],
      delivery: {
        ...{ number: 'WH/OUT/00057', state: 'assigned', scheduledDaysAgo: -1, carrier: 'Mineiro Entregas' },
        tracking: { code: 'ME900420177', url: 'https://rastreio.mineiroentregas.example/ME900420177' },
      },
      invoice: { number: 'FAT/2026/00057', payment: 'paid' },
    },
    {
      ...{ name: 'S00043', partner: 'bruno', state: 'sale', daysAgo: 8 },
      lines: [
        ['RAC-GC03', 2],
        ['ARE-FI04', 3],
      ],
      delivery: {
        ...{ number: 'WH/OUT/00058', state: 'done', scheduledDaysAgo: 6, doneDaysAgo: 6, carrier: 'Mineiro Entregas' },
        tracking: { code: 'ME900430288', url: 'https://rastreio.mineiroentregas.example/ME900430288' },
      },
      invoice: { number: 'FAT/2026/00058', payment: 'paid' },
    },
    {
      name: 'S00044',
      partner: 'ana',
      state: 'draft',
      daysAgo: 1,
      lines: [
        ['CAM-PE01', 1],
        ['COL-AZ-M', 1],
      ],
    },
    { name: 'S00045', partner: 'carla', state: 'cancel', daysAgo: 10, lines: [['CAS-MA01', 1]] },
    {
      ...{ name: 'S00046', partner: 'carla', state: 'sale', daysAgo: 1 },
      lines: [['SAU-AP01', 1]],
      delivery: { number: 'WH/OUT/00059', state: 'confirmed', scheduledDaysAgo: -2, carrier: 'Mineiro Entregas' },
      invoice: { number: 'FAT/2026/00059', payment: 'not_paid' },
    },
    { name: 'S00047', partner: 'diego', state: 'sent', daysAgo: 2, lines: [['RAC-CA10', 12]] },
  ],
}
