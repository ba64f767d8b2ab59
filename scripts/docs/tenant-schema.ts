import * as z from 'zod'
import { TenantConfig } from '../../src/domain/tenant-config.ts'
import { page, table } from './markdown.ts'
import { TENANT_RULES } from './tenant-rules.ts'
import { saysOf, TENANT_WORDS } from './tenant-words.ts'

/** A node of a JSON Schema, as far as it is read here. */
interface Node {
  type?: string | readonly string[]
  description?: string
  default?: unknown
  enum?: readonly string[]
  items?: Node | readonly Node[]
  properties?: Record<string, Node>
  required?: readonly string[]
  additionalProperties?: Node | boolean
  anyOf?: readonly Node[]
  propertyNames?: Node
}

/** The canonical form as a JSON Schema (2020-12), each value with its sentence. */
export function tenantSchema(): string {
  const schema = z.toJSONSchema(TenantConfig, { io: 'input', target: 'draft-2020-12' }) as Node
  for (const { path, node } of nodesOf(schema)) {
    const says = saysOf(path)
    if (says) node.description = says.replaceAll('`', '')
  }
  const { $schema, ...rest } = schema as Node & { $schema: string }
  return `${JSON.stringify({ $schema, title: 'TenantConfig', ...rest }, null, 2)}\n`
}

/** Every path of the schema that a person may ask about. */
export function tenantPaths(): readonly string[] {
  return nodesOf(z.toJSONSchema(TenantConfig, { io: 'input' }) as Node).map(({ path }) => path)
}

/** `docs/reference/tenant-config.md`. */
export function tenantPage(): string {
  const schema = z.toJSONSchema(TenantConfig, { io: 'input' }) as Node
  const rows = nodesOf(schema).map(({ path, node, isRequired }) => [
    `\`${path}\``,
    typeOf(node),
    defaultOf(node, isRequired),
    saysOf(path) ?? '',
    TENANT_WORDS[path]?.written ?? '',
  ])
  const [before, after] = TENANT_RULES
  return page('Configuration of a tenant', 'src/domain/tenant-config.ts', [
    ...before,
    '## The canonical form',
    'Every dialect becomes this, and nothing behind the loader knows a dialect. As a JSON Schema: [tenant-config.schema.json](tenant-config.schema.json). *Written as* names the keys of the files; a letter where only that dialect has it; sections may stand under `company_metadata` or at the top.',
    table(['Value', 'Type', 'Default', 'What it is', 'Written as'], rows),
    ...after,
  ])
}

interface Placed {
  readonly path: string
  readonly node: Node
  readonly isRequired: boolean
}

function nodesOf(node: Node, under = ''): Placed[] {
  const named = Object.entries(node.properties ?? {}).flatMap(([key, below]): Placed[] => {
    const path = under ? `${under}.${key}` : key
    return [{ path, node: below, isRequired: node.required?.includes(key) ?? false }, ...nodesOf(below, path)]
  })
  const items = node.items && !Array.isArray(node.items) ? nodesOf(node.items as Node, `${under}[]`) : []
  const { additionalProperties: any } = node
  const others = typeof any === 'object' ? nodesOf(any, `${under}.*`) : []
  return [...named, ...items, ...others, ...(node.anyOf ?? []).flatMap((each) => nodesOf(each, under))]
}

function typeOf(node: Node): string {
  if (node.enum) return node.enum.map((value) => `\`${value}\``).join(', ')
  if (node.anyOf) return [...new Set(node.anyOf.map(typeOf))].join(' or ')
  const types = [node.type ?? 'any'].flat()
  const [item] = [node.items ?? []].flat() as Node[]
  if (types[0] === 'array' && item) return `list of ${item.type === 'object' ? 'mappings' : typeOf(item)}`
  return types.map((type) => PLAIN[type] ?? type).join(' or ')
}

const PLAIN: Readonly<Record<string, string>> = {
  string: 'text',
  object: 'mapping',
  boolean: 'true or false',
  integer: 'whole number',
}

function defaultOf(node: Node, isRequired: boolean): string {
  if (node.default !== undefined) return `\`${JSON.stringify(node.default)}\``
  return isRequired ? 'needed' : ''
}
