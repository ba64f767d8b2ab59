import { Secret } from '../base/secret.ts'
import { TENANT_FORM, TenantId } from '../domain/ids.ts'
import { mustBeAmong } from '../known-tenant.ts'
import type { CredentialState, TenantTools } from '../tenant-tools.ts'
import { counted, type Told, told } from './told.ts'

const USAGE =
  'credentials set <domain>/<account> <ref>   (the value on standard input) | rotate [tenant] | check [tenant]'

export interface CredentialsParts {
  readonly tools: TenantTools
  /** All of standard input; asked for by `set` alone. A value in the arguments would stand in the shell's history. */
  readonly readInput: () => Promise<string>
}

/** `credentials …`: secrets go in and are checked; none ever comes out. */
export async function credentials([verb, ...args]: readonly string[], parts: CredentialsParts): Promise<Told> {
  const [name, ref] = args
  const tenant = TenantId.safeParse(name)
  const isRight = verb === 'set' ? args.length === 2 : args.length < 2
  if (!isRight || !(verb === 'set' || verb === 'rotate' || verb === 'check')) return told(`usage: ${USAGE}`, false)
  if (name !== undefined && !tenant.success) return told(`"${name}" is no tenant: a tenant is ${TENANT_FORM}`, false)
  const known = await parts.tools.list()
  if (tenant.success && verb !== 'set') mustBeAmong(tenant.data, known)
  if (verb === 'set' && tenant.success && ref) return set(tenant.data, ref, parts)
  const tenants = tenant.success ? [tenant.data] : known
  return verb === 'rotate' ? rotate(tenants, parts.tools) : check(tenants, parts.tools)
}

async function set(tenant: TenantId, ref: string, { tools, readInput }: CredentialsParts): Promise<Told> {
  const value = (await readInput()).replace(/\r?\n$/, '')
  await tools.setCredential(tenant, ref, new Secret(value))
  return told(`${ref} of ${tenant} is kept, encrypted; it is used from the next call on`)
}

async function rotate(tenants: readonly TenantId[], tools: TenantTools): Promise<Told> {
  const lines: string[] = []
  let failed = 0
  for (const tenant of tenants) {
    for (const { ref, form, problem } of await tools.rotateCredentials(tenant)) {
      if (problem) failed++
      if (problem) lines.push(`left     ${tenant} ${ref}: ${problem}`)
      else if (form !== 'ENC2') lines.push(`sealed   ${tenant} ${ref} (was ${form})`)
    }
  }
  const sealed = lines.length - failed
  return told([...lines, `${counted(sealed, 'secret')} sealed anew, ${failed} left`].join('\n'), failed === 0)
}

async function check(tenants: readonly TenantId[], tools: TenantTools): Promise<Told> {
  const found = await Promise.all(
    tenants.map(async (tenant) => (await tools.checkCredentials(tenant)).map((state) => ({ tenant, ...state }))),
  )
  const states = found.flat()
  const lines = states.map(({ tenant, ...state }) => `${tenant}\t${state.ref}\t${verdict(state)}`)
  const bad = states.filter(({ problem }) => problem !== null).length
  return told([...lines, `${counted(states.length, 'secret')}, ${bad} unusable`].join('\n'), bad === 0)
}

const ADVICE: Record<NonNullable<CredentialState['form']>, string> = {
  clear: 'in clear text: credentials rotate encrypts it',
  ENC: 'ok, as Odoo wrote it',
  ENC2: 'ok',
  'ENC2 of an older key': 'ok, under an older key: credentials rotate renews it',
}

const verdict = ({ form, problem }: CredentialState): string => (form ? ADVICE[form] : `unusable: ${problem}`)
