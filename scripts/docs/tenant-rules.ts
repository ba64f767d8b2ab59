const FILES = `\`\`\`
config/
├─ chatwoot_mapping.yaml              (.yml, .json)  which Chatwoot account or inbox is which tenant's
├─ connections/<id>/chatwoot_mapping.yaml  the same of every connection but the first
├─ credentials/<account>.yaml         the old global place: read only while ONE domain has that account
└─ domains/
   ├─ _base/*.yaml                    base of all
   └─ <domain>/
      ├─ config.yaml                  base of the domain          (.yml, .json everywhere)
      └─ <account>/
         ├─ config.yaml
         ├─ credentials.yaml          secrets by their refs
         └─ crews/<crew>/config.yaml  one crew of one account
\`\`\``

const BEFORE: readonly string[] = [
  'A tenant is the pair `<domain>/<account>`: the same account in two domains is two tenants. Its files stand below `CONFIG_DIR`:',
  FILES,
  'Merged in this order, later over earlier: `_base`, the domain, the account, its crews. Mappings merge key by key; lists and single values replace. An account of a domain that is not there is served by the domain `default`, if that has it; an unknown account is an error that names those there are.',
  'A change is seen within 2 s, wherever the server runs, and touches no other tenant. A file that does not load leaves the last good version serving; `config validate` tells every problem of the whole tree at once, its credentials and mappings too; `config explain <domain>/<account>` tells for each value the file and line that says so, also of what was pushed.',
  '## The five dialects',
  '**A** is what the Odoo modules write today. **B** is written by hand, under `settings`. **C** holds agents and crews. **D** is one crew of one account. **E** is pushed as JSON by the newer Odoo module, under `modules`. A file may mix them; the demo has each (`demo/config`).',
  [
    '- Days are 0 (Monday) to 6 (Sunday).',
    '- Times are `HH:MM`, quoted or not. A bare whole number is minutes up to 1,440 and seconds above: that is what YAML 1.1 made of `18:00`.',
    '- `false`, nothing and an empty text are "no value", but for switches.',
    '- An unknown key is kept and reported, with what it was probably meant to be; it never refuses a file.',
    '- A value of the wrong kind refuses the file, with file, line, column, path, what was expected and what was got.',
    '- Refused too: over 1 MiB, not UTF-8, tabs as indentation, the same key twice, anchors that contain themselves or grow past 20,000 values, over 20,000 line ends, commas, quotes and brackets, a link that leads out of the directory.',
  ].join('\n'),
]

const AFTER: readonly string[] = [
  '## Credentials',
  'A configuration names a secret by its ref; `credentials.yaml` holds it: `credentials: { <ref>: <value> }`. It is read when it is used and never kept. A value is',
  [
    '- `ENC2:<key id>:…`, what `credentials set` writes: AES-256-GCM under a key of this tenant alone (HKDF-SHA256 of `CREDENTIAL_MASTER_KEY`), bound to tenant and ref, so that it opens nowhere else;',
    '- `ENC:…`, what Odoo writes: a Fernet token, encoded once more, under `CREDENTIAL_ENCRYPTION_KEY`;',
    '- anything else: the secret in clear text. `credentials check` points at it and `credentials rotate` encrypts it.',
  ].join('\n'),
  'A ref that is missing or cannot be opened is an error that names the ref, never the value. To change the master key, put the new one first, `CREDENTIAL_MASTER_KEY=2027:<new>,2026:<old>`, restart, run `credentials rotate`, and take the old one out.',
  '## The mapping',
  '`chatwoot_mapping.yaml` speaks for the connection that the settings make, `default`; `connections/<id>/chatwoot_mapping.yaml` for the one that `connect --id <id>` made, since account 1 of two Chatwoots is two accounts. Each of up to 8 MiB.',
  "`accounts` and `inboxes` lead from Chatwoot's numbers to tenants, an inbox before its account; `fallbacks` take what nobody claims, the lowest `sequence` first; `special_numbers` lead an owner's own phone to another crew, with and without the ninth digit of Brazilian mobiles. An entry that cannot be used is left out and reported, and a number that two tenants claim, also as `2` and `02`, is nobody's. The number of a phone needs its country, with `+` or without it (`5511…`, `34…`); ten or eleven digits that are a Brazilian number are one. `webhook_settings` are kept and shown; nothing goes by them yet.",
]

/** What stands before and after the table of values. */
export const TENANT_RULES: readonly [before: readonly string[], after: readonly string[]] = [BEFORE, AFTER]
