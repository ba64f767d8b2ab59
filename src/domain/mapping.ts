import * as z from 'zod'
import { CrewType } from './channel-kind.ts'
import { TenantId } from './ids.ts'

const Numeral = z.coerce.string().regex(/^\d{1,15}$/, "one of Chatwoot's numbers")
const named = { domain: z.string(), account_id: z.coerce.string() }
const isTenant = ({ domain, account_id }: { domain: string; account_id: string }) =>
  TenantId.safeParse(`${domain}/${account_id}`).success
const ISNT = 'domain and account_id name no tenant'

export const MappingTarget = z.looseObject(named).refine(isTenant, ISNT)
export type MappingTarget = z.infer<typeof MappingTarget>
const Fallback = z.looseObject({ ...named, sequence: z.coerce.number().int().default(10) }).refine(isTenant, ISNT)
const SpecialNumber = z
  .looseObject({ ...named, number: z.coerce.string().regex(/\d{8}/, 'a phone number'), crew: CrewType })
  .refine(isTenant, ISNT)

/** `2` and `02` are one number: it cannot be given to two tenants at once. */
const Targets = z.record(Numeral, MappingTarget.nullable()).superRefine((targets, context) => {
  const spelled = Map.groupBy(Object.keys(targets), numeralOf)
  for (const [, [first = '', ...others]] of spelled)
    for (const other of others)
      if (nameIn(targets[first]) !== nameIn(targets[other]))
        context.addIssue({
          code: 'custom',
          path: [other],
          message: `${first} and ${other} are one number: say it once`,
        })
})

/** Chatwoot's number in its one spelling. */
export const numeralOf = (written: string): string => String(Number(written))

const nameIn = (target: MappingTarget | null | undefined) => target && tenantIn(target)

/** A mapping as it is written and read over HTTP; the names are the file's. */
export const MappingBody = z.strictObject({
  accounts: Targets.optional(),
  inboxes: Targets.optional(),
  fallbacks: z.array(Fallback).optional(),
  special_numbers: z.array(SpecialNumber).optional(),
  webhook_settings: z.record(z.string(), z.unknown()).optional(),
})
/** What is absent stays; `null` takes an entry out; a list stands for the whole list. */
export type MappingBody = z.infer<typeof MappingBody>

/** Every entry of a mapping, as it stands there. */
export interface WrittenMapping {
  /** Null: it stands there twice, as `2` and `02`, for two tenants, and is nobody's. */
  readonly accounts: Readonly<Record<string, MappingTarget | null>>
  readonly inboxes: Readonly<Record<string, MappingTarget | null>>
  readonly fallbacks: readonly MappingTarget[]
  readonly special_numbers: readonly MappingTarget[]
  /** Kept for whoever wrote them; nothing here goes by them. Absent: there are none. */
  readonly webhook_settings?: Readonly<Record<string, unknown>>
}

/** The tenant that an entry names. */
export const tenantIn = ({ domain, account_id }: MappingTarget): TenantId => `${domain}/${account_id}` as TenantId
