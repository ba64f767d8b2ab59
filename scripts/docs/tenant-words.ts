/** What a value of a tenant's configuration means, and where the files say it. */
export interface Words {
  readonly says: string
  /** Its keys as files write them, with the dialect where only one does; absent: made of others. */
  readonly written?: string
}

const SERVICE = 'customer_service'

/**
 * What is read, checked, kept and shown by `config explain`, and does nothing yet; with all that is below it. Whoever
 * uses one takes it out here.
 */
export const UNUSED: readonly string[] = [
  ...['currency', 'company', 'search', 'menu', 'helpMessage', 'featuredCategories', 'services', 'cannedResponses'],
  ...['memory', 'informPromotionsAtStart', 'odoo.productCategories', 'odoo.priceLists'],
  ...['crews.*.name', 'crews.*.description', 'crews.*.type', 'crews.*.agents', 'crews.*.tasks', 'crews.*.keywords'],
  ...['crews.*.isDefault', 'crews.*.maxIterations', 'crews.*.informPromotionsAtStart', 'crews.*.technicalTone'],
]

/** The sentence of a path, and whether it does anything; absent: it has none. */
export function saysOf(path: string): string | undefined {
  const says = TENANT_WORDS[path]?.says
  const isUnused = UNUSED.some(
    (unused) => path === unused || path.startsWith(`${unused}.`) || path.startsWith(`${unused}[`),
  )
  return says && (isUnused ? `${says} Read and kept; not used yet.` : says)
}

/** By the path in the canonical form: `[]` an item, `*` any key. A path without words fails the build, and the reverse. */
export const TENANT_WORDS: Readonly<Record<string, Words>> = {
  tenant: { says: '`<domain>/<account>`, out of the place of its files.' },
  name: { says: "The shop's name.", written: '`name`; `company_info.company_name`; C `metadata.client_name`' },
  description: { says: 'What the shop is, in a sentence.', written: '`description`; C `metadata.description`' },
  language: { says: 'Spoken until a customer speaks another one.', written: '`language`; B `settings.language`' },
  currency: { says: 'ISO 4217.', written: '`currency`; B `settings.currency`' },
  hours: { says: 'Opening hours; null: unknown, and nobody is told any.', written: '`business_hours`' },
  'hours.timezone': { says: 'IANA name.', written: '`business_hours.timezone`; B `settings.timezone`' },
  'hours.week': {
    says: 'Seven days from Monday, each its periods; a day without one is closed.',
    written:
      '`business_hours.days`, `start_time`, `end_time`, `lunch_break_*`, `saturday_*`; B lines such as `Segunda a Sexta: 09:00 - 18:00`',
  },
  'hours.week[][].fromMin': { says: 'Opens, in minutes since midnight.' },
  'hours.week[][].toMin': { says: 'Closes, in minutes since midnight; 1,440 is the end of the day.' },
  service: { says: 'How the shop talks.', written: `\`${SERVICE}\`` },
  'service.communicationStyle': { says: 'Tone.', written: `\`${SERVICE}.communication_style\`` },
  'service.emojiUsage': { says: 'How many emojis.', written: `\`${SERVICE}.emoji_usage\`` },
  'service.greeting': {
    says: 'Said once, at the start of a conversation.',
    written: `\`${SERVICE}.greeting_message\` or \`greeting\`; C \`greetings.welcome_message\``,
  },
  'service.farewell': {
    says: 'Said at the end; null: nothing.',
    written: `\`${SERVICE}.farewell\` (\`message\`, \`enabled\`)`,
  },
  'service.ratingRequest': {
    says: 'Asks for a rating at the end; null: nothing.',
    written: `\`${SERVICE}.rating_request\``,
  },
  'service.windowTemplates': {
    says: 'Said on WhatsApp in the place of what a closed window kept from the customer; without one a human is called. The one in the language of the conversation, else in the shop’s.',
    written: `\`${SERVICE}.window_template\`: one, or a list; \`enabled: false\` switches one off`,
  },
  'service.windowTemplates[].name': { says: 'As WhatsApp approved it.', written: '`name`' },
  'service.windowTemplates[].language': {
    says: 'WhatsApp’s code of its language: `pt_BR`, `es`, `en_US`.',
    written: '`language`',
  },
  'service.windowTemplates[].category': { says: 'As WhatsApp approved it.', written: '`category`' },
  'service.windowTemplates[].text': {
    says: 'Its body as approved, with its places: `Olá {{1}}, …`. Attendants read it; WhatsApp has its own.',
    written: '`text`',
  },
  'service.windowTemplates[].parameters': {
    says: 'What stands at each place: words, `{customer_name}`, `{first_name}`, `{shop_name}`, or `{first_name|cliente}` for when it is not known. Unknown without such words: the template is not said.',
    written: '`parameters`: by name, or a list in order',
  },
  channels: { says: 'What one channel does differently, by its name.', written: '`channels.<channel>`' },
  'channels.*.communicationStyle': { says: 'As in `service`.' },
  'channels.*.emojiUsage': { says: 'As in `service`.' },
  'channels.*.greeting': { says: 'As in `service`.' },
  'channels.*.farewell': { says: 'As in `service`.' },
  'channels.*.ratingRequest': { says: 'As in `service`.' },
  onlineChannels: { says: 'Where else the shop is found.', written: '`online_channels.<name>`' },
  'onlineChannels[].name': { says: '`website`, `instagram`, …' },
  'onlineChannels[].url': { says: 'Its address as the shop wrote it; without one it is left out.' },
  'onlineChannels[].mentionAtEnd': { says: 'Told under the goodbye.', written: '`mention_at_end`' },
  informPromotionsAtStart: { says: 'Promotions are told with the greeting.', written: '`promotions.inform_at_start`' },
  collections: {
    says: 'The knowledge that is searched.',
    written: '`enabled_collections`; E `enabled_services.collections`',
  },
  odoo: {
    says: "The shop's Odoo; null: none. Half written it is off, with a warning.",
    written: '`integrations.mcp.config`; E `modules.mcp.connection`',
  },
  'odoo.url': { says: 'http or https.', written: '`url`' },
  'odoo.database': { says: 'Name of the database.', written: '`db`; E `database`' },
  'odoo.username': { says: 'Login.', written: '`username`' },
  'odoo.credentialRef': {
    says: "Name of the password in the tenant's credentials.",
    written:
      '`credential_ref`; E `password_ref`; a `password` in clear text becomes a ref to its place, with a warning',
  },
  'odoo.accessLevel': { says: '`read`: no tool that writes is offered.', written: '`access_level`' },
  'odoo.timeoutMs': { says: 'Longest wait for an answer, in ms.', written: '`timeout`, in seconds' },
  'odoo.verifySsl': {
    says: "False: the server's certificate is not checked, which is warned of.",
    written: '`verify_ssl`',
  },
  'odoo.productCategories': {
    says: 'Categories that may be offered.',
    written: 'C `integrations.odoo.product_categories`',
  },
  'odoo.priceLists': { says: 'Price lists that may be used.', written: 'C `integrations.odoo.price_lists`' },
  quietMs: { says: 'Longest that a burst of messages is waited for, in ms.', written: '`quiet_ms`' },
  lateAfterMinutes: {
    says: 'A message that reached us more than so many minutes after it was written gets an apology and a human.',
    written: '`late_after_minutes`',
  },
  followUpAfterMinutes: {
    says: 'A customer who says nothing for so many minutes after our answer is asked once whether they are still there.',
    written: '`follow_up_after_minutes`',
  },
  resolveAfterMinutes: {
    says: 'So many minutes after our last word, a conversation in which the customer says nothing more is ended.',
    written: '`resolve_after_minutes`',
  },
  company: { says: 'What else is known of the shop.', written: '`company_metadata.company_info`' },
  'company.area': { says: 'Trade.', written: '`company_info.business_area`' },
  'company.values': { says: 'What the shop stands for.', written: '`company_info.company_values`' },
  'company.email': { says: 'For customers.', written: 'B `settings.customer_service.contact_email`' },
  'company.phone': { says: 'For customers.', written: 'B `settings.customer_service.contact_phone`' },
  'company.address': {
    says: 'Only there when customers may know it.',
    written: 'E `company_info.address` with `share_with_customers: true`',
  },
  'company.address.street': { says: 'Street and number.' },
  'company.address.street2': { says: 'The rest of the line.' },
  'company.address.city': { says: 'City.' },
  'company.address.state': { says: 'State.' },
  'company.address.zip': { says: 'Postal code.' },
  'company.address.country': { says: 'Country.' },
  search: { says: 'Of an outside search engine, where the owner named his own.', written: '`integrations.qdrant`' },
  'search.collection': { says: 'Its collection.', written: '`collection`' },
  'search.embeddingModel': { says: 'The model of its vectors.', written: '`embedding_model`' },
  'search.similarityThreshold': { says: 'Least similarity, 0 to 1.', written: '`similarity_threshold`' },
  'search.maxResults': { says: 'Most passages.', written: '`max_results`' },
  crews: {
    says: 'Crews that the shop wrote itself, by their id.',
    written: 'C `crews` or `crew`; D `crews/<crew>/config.yaml`',
  },
  'crews.*.name': { says: 'Its name.' },
  'crews.*.description': { says: 'What it is for.' },
  'crews.*.type': { says: '`customer_service` or `analytics`.', written: '`type`; D else the name of its directory' },
  'crews.*.agents': { says: 'Its agents; ids of C are looked up in `agents`.', written: '`agents`' },
  'crews.*.agents[].id': { says: 'By which tasks name it.' },
  'crews.*.agents[].name': { says: 'For people.' },
  'crews.*.agents[].type': { says: 'Kind of agent, as written.' },
  'crews.*.agents[].role': { says: 'Who it is.', written: 'C `config.role`; D `role`' },
  'crews.*.agents[].goal': { says: 'What it wants.', written: 'C `config.goal`; D `goal`' },
  'crews.*.agents[].backstory': { says: 'Where it comes from.', written: 'C `config.backstory`; D `backstory`' },
  'crews.*.agents[].tools': { says: 'Tools it may use.' },
  'crews.*.agents[].plugins': { says: 'Names of plugins.', written: '`plugins`, texts or mappings with a `name`' },
  'crews.*.tasks': { says: 'In order; without any the standard graph runs.', written: '`tasks`' },
  'crews.*.tasks[].id': { says: 'By which later tasks name it.', written: '`id` or `name`; else `task_<number>`' },
  'crews.*.tasks[].agent': { says: 'Who does it; one of the agents.' },
  'crews.*.tasks[].description': { says: 'What is to be done.' },
  'crews.*.tasks[].expectedOutput': {
    says: 'What comes out; of the last task, the reply.',
    written: '`expected_output`',
  },
  'crews.*.tasks[].context': { says: 'Tasks whose outputs it is given.', written: '`context`' },
  'crews.*.channels': { says: 'Where it answers; empty: wherever nobody else does.', written: 'D `routing.channels`' },
  'crews.*.keywords': { says: 'Words that lead to it.', written: 'D `routing.keywords`' },
  'crews.*.isDefault': { says: 'Answers what no other crew does.', written: 'D `routing.default`' },
  'crews.*.maxIterations': { says: 'Most steps of an agent.', written: 'C `config.max_iterations`' },
  'crews.*.service': { says: 'What it does differently.', written: 'D `style`, `customer_service`' },
  'crews.*.service.communicationStyle': {
    says: 'As in `service`.',
    written: 'D `style.tone`, the stronger of formal and friendly',
  },
  'crews.*.service.emojiUsage': { says: 'As in `service`.', written: 'D `style.emojis`' },
  'crews.*.service.greeting': { says: 'As in `service`.', written: 'D `style.greeting`' },
  'crews.*.service.farewell': { says: 'As in `service`.', written: 'D `style.farewell`' },
  'crews.*.service.ratingRequest': { says: 'As in `service`.' },
  'crews.*.onlineChannels': { says: "In the place of the shop's.", written: 'D `online_channels`' },
  'crews.*.onlineChannels[].name': { says: 'As in `onlineChannels`.' },
  'crews.*.onlineChannels[].url': { says: 'As in `onlineChannels`.' },
  'crews.*.onlineChannels[].mentionAtEnd': { says: 'As in `onlineChannels`.' },
  'crews.*.informPromotionsAtStart': { says: 'As above.', written: 'D `promotions.inform_at_start`' },
  'crews.*.technicalTone': { says: '1 to 5.', written: 'D `style.tone.technical`' },
  menu: { says: 'What a greeting may offer.', written: 'C `greetings.options`' },
  'menu[].option': { says: 'As it is shown.', written: '`option`' },
  'menu[].keywords': { says: 'Words that choose it.', written: '`keyword`' },
  helpMessage: { says: "Said when the menu's options do not fit.", written: 'C `greetings.request_help_message`' },
  featuredCategories: { says: 'Shown first.', written: 'B `settings.products.featured_categories`' },
  services: {
    says: '`sales`, `scheduling`, `delivery`, `support`, switched on or off; absent: not said.',
    written: 'E `enabled_services.services.<service>.enabled`',
  },
  labels: {
    says: 'Given, beside our own, to conversations that humans take over.',
    written: 'C `integrations.chatwoot.default_labels`',
  },
  cannedResponses: {
    says: 'By their names; null: only the name is known.',
    written: 'C `integrations.chatwoot.canned_responses`',
  },
  memory: { says: 'What is remembered of a conversation.', written: 'C `memory`' },
  'memory.ttlSeconds': { says: 'How long, in seconds.', written: '`ttl`' },
  'memory.priorityContexts': { says: 'What is kept first.', written: '`priority_contexts`' },
  extra: { says: 'Unknown keys by their paths, kept and not used; never what is named like a secret.' },
}
