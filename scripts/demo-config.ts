import { cpSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where the demo shops' configurations say their Odoo is. */
const ODOO_URL = 'http://127.0.0.1:4169'

/**
 * The directory of the demo shops' configurations: the repository's own, or, when the demo's Odoo had to go to another
 * port, a copy of it in `dir` that names that one.
 */
export function demoConfig(root: string, dir: string, odooUrl: string): string {
  const config = join(root, 'demo/config')
  if (odooUrl === ODOO_URL) return config
  cpSync(config, dir, { recursive: true })
  for (const file of globSync(join(dir, 'domains/*/*/config.yaml')))
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(ODOO_URL, odooUrl))
  return dir
}
