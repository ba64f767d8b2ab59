import { askServer } from './control-client.ts'

/** `privacy export|erase <tenant> <account> <contact> [connection]`: what is kept of one person. Returns what to print. */
export async function privacy(
  dataDir: string,
  [verb, tenant, account, contact, connection = 'default']: readonly string[],
): Promise<string> {
  if ((verb !== 'export' && verb !== 'erase') || !tenant || !account || !contact)
    throw new Error(
      "privacy needs: export or erase, the tenant (<domain>/<account>), Chatwoot's account number and its contact number",
    )
  const path = `/privacy?${new URLSearchParams({ tenant, account, contact, connection })}`
  if (verb === 'export') return JSON.stringify(await askServer(dataDir, 'GET', path), null, 2)
  const { erased } = await askServer<{ erased: number }>(dataDir, 'DELETE', path)
  return erased === 0 ? 'nothing was kept of that contact' : `${erased} rows of that contact are gone`
}
