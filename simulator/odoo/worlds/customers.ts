import type { WorldPartner } from './world.ts'

/** The people every demo shop knows. Ana owns S00042 in each of them, Bruno S00043. */
export const customers = (city: string): readonly WorldPartner[] => [
  { key: 'ana', name: 'Ana Souza', phone: '+5511955550101', email: 'ana.souza@cliente.example', city },
  { key: 'bruno', name: 'Bruno Lima', phone: '+5511955550102', email: 'bruno.lima@cliente.example', city },
  { key: 'carla', name: 'Carla Mendes', phone: '+5511955550103', email: 'carla.mendes@cliente.example', city },
  { key: 'studio', name: 'Estúdio Norte Ltda.', phone: '+5511955550110', email: 'compras@estudionorte.example', city },
  {
    key: 'diego',
    name: 'Diego Prado',
    phone: '+5511955550111',
    email: 'diego@estudionorte.example',
    city,
    parent: 'studio',
  },
  { key: 'elisa', name: 'Elisa Rocha', phone: null, email: 'elisa.rocha@cliente.example', city },
]
