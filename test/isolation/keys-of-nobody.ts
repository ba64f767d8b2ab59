/** What is kept by a key and is of no tenant, and why. Whose key names a tenant is never here. */
export const KEPT_OF_NO_TENANT: Readonly<Record<string, string>> = {
  'backends/cache/patience.ts #waiting': 'who waits for Redis now',
  'backends/llm/models.ts known': "the operator's models, by their names",
  'backends/mcp/mcp-tool-server.ts #tools': 'the tools of one server, which is one tenant’s',
  'backends/search/fts5.ts #statements': 'statements by their text',
  'backends/store/sqlite-dialect.ts #statements': 'statements by their text',
  'base/remembering.ts young': 'what a function of a text alone gave for that text',
  'chatwoot/standing.ts #lacking': 'what the tokens of one connection may not do',
  'chatwoot/standing.ts #stopped': 'the two tokens of one connection',
  'domain/hours.ts clocks': 'clocks by their timezone',
  'domain/messages/format.ts formats': 'formats by language and kind',
  'domain/tenant-config.ts timezones': 'names of timezones that are known to exist',
  'flow/agents/builtin/answers/passage-kind.ts known': 'what the classifier, the same for all, says of a text',
  'flow/agents/builtin/features.ts #weights': 'the features of one text',
  'flow/agents/builtin/slots/date.ts formats': 'formats by their timezone',
  'flow/agents/local-times.ts clocks': 'clocks by their timezone',
  'flow/crews/claims/proof.ts #customers': 'the proof of one turn',
  'flow/crews/claims/proof.ts #known': 'the proof of one turn',
  'flow/crews/claims/proof.ts #words': 'the proof of one turn',
  'flow/crews/engine.ts #outputs': 'the outputs of one turn',
  'flow/crews/task-graph.ts done': 'the tasks of one plan, while they are put in order',
  'flow/intake/bridge.ts running': 'requests under way, by their own numbers',
  'flow/intake/http-door.ts #bridged': 'requests under way, by their own numbers',
  'flow/reply/reply.ts #watched': 'how long a row was watched: it names the row, and counts for no other',
  'tenants/tree/parse-tree.ts #anchors': 'one reading of one file',
  'tenants/tree/parse-tree.ts #sizes': 'one reading of one file',
  'tenants/tree/reader.ts #asked': 'one reading of one file',
  'tenants/tree/reader.ts #below': 'one reading of one file',
  'tenants/tree/reader.ts #lists': 'one reading of one file',
}

/** Single things that are remembered without a key, and why they are the same for every tenant. */
export const VALUES_OF_NO_TENANT: Readonly<Record<string, string>> = {
  'backends/llm/models.ts server': "the operator's one model server",
  'chatwoot/identity.ts opened': 'a library',
  'cli/questions.ts piped': 'what was piped into a command',
  'control-socket.ts answer': 'a library, loaded with the first question',
  'flow/agents/builtin/classifier.ts loaded': 'the trained model',
  'flow/agents/builtin/said-before.ts made': 'our own sentences',
  'flow/agents/builtin/slots/contact.ts loaded': 'a library',
  'main.ts': 'the parent process, which knows no tenants',
  'tenants/code-stamp.ts stamp': 'the hash of our own code',
}

const ID = 'a name within the tenant’s own file'
const SENTENCE = 'a person reads it'
const REPORT = 'a line of `config validate`, which is the operator’s'

/** Texts with a name in them that find nothing of a tenant, and why. */
export const NAMES_OF_NO_KEY: Readonly<Record<string, string>> = {
  'check-connections.ts `Chatwoot account ${account}`': SENTENCE,
  'check-connections.ts `connection ${connection.id}`': SENTENCE,
  'connection-desk.ts `${name}-${plan.account?.id ?? account ?? 0}`':
    'how a new connection is called; one that is there is refused',
  'doctor.ts `fallback of ${connection}`': SENTENCE,
  'open-office.ts `${plan.account.id} (${plan.account.name})`': SENTENCE,
  'tenants/credentials.ts `account_id: ${accountOf(tenant)}\\n`': ID,
  'tenants/credential-report.ts': REPORT,
  'tenants/draft.ts': SENTENCE,
  "tenants/migrate-tree.ts `${account} could be any of ${owners.join(', ')}`": SENTENCE,
  'tenants/migrate-tree.ts `account_id: ${accountOf(tenant)}\\n`': ID,
  'tenants/migrate-tree.ts `no domain has ${account}`': SENTENCE,
  'tenants/new-tenant.ts `${accountOf(tenant)}-odoo`': ID,
  'tenants/pushed/current-documents.ts `${accountOf(tenant)}-odoo`': ID,
  'tenants/pushed/pushed-source.ts `${tenant} ${type} (version ${version})`': 'a name among one tenant’s own texts',
  'tenants/pushed/pushed-source.ts `domains/${domainOf(tenant)}/config.yaml`':
    'the template of a domain; it is not there while the domain `default` steps in',
  'tenants/tree-report.ts': REPORT,
}
