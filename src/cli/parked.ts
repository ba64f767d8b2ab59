import * as z from 'zod'
import { ParkedView } from '../wire/parked-view.ts'
import { askServer } from './control-client.ts'

const List = z.object({ parked: z.array(ParkedView) })

/** `parked list | show <id> | rerun <id> | drop <id>`: messages that were set aside. Returns what to print. */
export async function parked(dataDir: string, [verb = 'list', id]: readonly string[]): Promise<string> {
  if (verb === 'list') return table(List.parse(await askServer(dataDir, 'GET', '/parked')).parked)
  if (!/^\d+$/.test(id ?? '')) throw new Error(`parked ${verb} needs the number of a parked message; see parked list`)
  if (verb === 'show') return JSON.stringify(await askServer(dataDir, 'GET', `/parked/${id}`), null, 2)
  if (verb === 'rerun') {
    await askServer(dataDir, 'POST', `/parked/${id}/rerun`)
    return `message ${id} is run again`
  }
  if (verb === 'drop') {
    await askServer(dataDir, 'DELETE', `/parked/${id}`)
    return `message ${id} is dropped`
  }
  throw new Error(`parked ${verb} is no command; there are list, show, rerun and drop`)
}

function table(rows: readonly ParkedView[]): string {
  if (rows.length === 0) return 'nothing is parked'
  const lines = rows.map((row) =>
    [
      row.id,
      row.receivedAt,
      row.tenant,
      `${row.connection}/${row.account}/${row.conversation}`,
      row.kind,
      row.cause,
    ].join('\t'),
  )
  return ['id\treceived\ttenant\tconversation\twhat\tcause', ...lines].join('\n')
}
