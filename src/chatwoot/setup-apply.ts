import type { AdminApi, InboxSettings, MadeBot, MadeWebhook } from './admin-api.ts'

export interface SetupOrder {
  readonly account: number
  readonly inboxes: readonly InboxSettings[]
  /** Where bot and account webhook send: the address with the connection's own token. */
  readonly webhookUrl: string
  /** How the bot is called; attendants see it. */
  readonly botName: string
}

export interface SetupMade {
  readonly bot: MadeBot
  readonly webhook: MadeWebhook
}

/** Makes bot and webhook and sets the bot on the inboxes; what was made is taken away again when a step fails. */
export async function applySetup(api: AdminApi, order: SetupOrder): Promise<SetupMade> {
  const made = new AsyncDisposableStack()
  try {
    return await makeAll(api, order, made)
  } catch (error) {
    await made.disposeAsync()
    throw error
  }
}

async function makeAll(api: AdminApi, order: SetupOrder, made: AsyncDisposableStack): Promise<SetupMade> {
  const undo = (work: () => Promise<void>) => made.defer(() => work().catch(() => {}))
  const { account, inboxes, webhookUrl, botName } = order
  const description = 'Answers customers out of the shop’s documents and its Odoo.'
  const bot = await api.makeBot(account, { name: botName, description, url: webhookUrl })
  undo(() => api.removeBot(account, bot.id))
  const webhook = await api.makeWebhook(account, { url: webhookUrl, name: botName })
  undo(() => api.removeWebhook(account, webhook.id))
  for (const { id } of inboxes) {
    await api.setBot(account, id, bot.id)
    undo(() => api.setBot(account, id, null))
  }
  return { bot, webhook }
}

export interface SetupFacts {
  readonly account: number
  readonly inboxes: readonly number[]
  readonly botId: number
  readonly webhookId: number | null
}

/** Takes away what `applySetup` made; a sentence for each thing that could not be. Never throws for what Chatwoot says. */
export async function undoSetup(api: AdminApi, { account, inboxes, botId, webhookId }: SetupFacts): Promise<string[]> {
  const left: string[] = []
  const attempt = async (what: string, work: () => Promise<void>) => {
    await work().catch((error: Error) => left.push(`${what}: ${error.message}`))
  }
  for (const inbox of inboxes) {
    await attempt(`the bot of inbox ${inbox}`, async () => {
      const bot = await api.botOf(account, inbox)
      if (bot?.id === botId) await api.setBot(account, inbox, null)
    })
  }
  if (webhookId !== null) await attempt(`webhook ${webhookId}`, () => api.removeWebhook(account, webhookId))
  await attempt(`bot ${botId}`, () => api.removeBot(account, botId))
  return left
}
