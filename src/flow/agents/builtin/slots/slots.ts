import type { Slots } from '../../../../domain/intent.ts'
import { findEmail, findPhone } from './contact.ts'
import { findDate, type Today } from './date.ts'
import { findCnpj, findCpf } from './document.ts'
import { findOrderNumber } from './order-number.ts'
import { findQuantity } from './quantity.ts'

/** All that can be read out of a message whatever it is about. The product is read for product searches only. */
export function readSlots(text: string, today: Today): Slots {
  const [cpf, cnpj] = [findCpf(text), findCnpj(text)]
  const isDocument = cpf !== undefined || cnpj !== undefined
  return present({
    orderNumber: findOrderNumber(text),
    quantity: findQuantity(text),
    date: findDate(text, today),
    cpf,
    cnpj,
    phone: isDocument ? undefined : findPhone(text),
    email: findEmail(text),
  })
}

type Found = { readonly [K in keyof Slots]?: Slots[K] | undefined }

/** Without the keys that were not said. */
export const present = (found: Found): Slots =>
  Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as Slots
