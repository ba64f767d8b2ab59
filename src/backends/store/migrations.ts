import type { DatabaseSync } from 'node:sqlite'

const IN_CONVERSATION =
  'tenant text not null, connection text not null, account integer not null, conversation integer not null'

/** The store's history, oldest first; never edited, only added to. `user_version` counts what has run. */
const MIGRATIONS: readonly string[] = [
  `
  create table inbox (
    id integer primary key autoincrement, ${IN_CONVERSATION},
    dedupe text not null, kind text not null, body_json text not null,
    state text not null default 'open' check (state in ('open', 'done', 'parked')),
    received_at integer not null, ready_at integer not null default 0, attempts integer not null default 0,
    started_at integer, turn text, cause text) strict;
  create unique index inbox_once on inbox (connection, dedupe);
  create index inbox_open on inbox (connection, account, conversation, id) where state = 'open';
  create index inbox_parked on inbox (id) where state = 'parked';

  create table lanes (
    ${IN_CONVERSATION}, inbox integer, status text not null, assignee text not null,
    seen_json text not null, seen_at integer not null,
    human_since integer, left_pending integer not null default 0, crew_since integer not null default 0,
    turns integer not null default 0,
    primary key (connection, account, conversation)) strict, without rowid;

  create table leases (
    connection text not null, account integer not null, conversation integer not null,
    owner text, fence integer not null, beat_at integer not null,
    primary key (connection, account, conversation)) strict, without rowid;

  create table turns (
    id text primary key, ${IN_CONVERSATION}, channel text not null, contact integer, crew_type text not null,
    engine text not null, config_hash text not null, plan_hash text not null, knowledge_hash text not null,
    intent text not null, confidence real not null, language text not null, outcome text not null, reason text,
    model_calls integer not null, input_tokens integer not null, output_tokens integer not null,
    started_at integer not null, gate_ms real not null, crew_ms real not null, detail_json text not null) strict, without rowid;
  create index turns_of_conversation on turns (tenant, connection, account, conversation, id);

  create table steps (
    turn text not null, tenant text not null, seq integer not null, agent text not null, task text not null,
    kind text not null, start_ms real not null, ms real not null, request_json text not null,
    response_json text not null, error text, primary key (turn, seq)) strict, without rowid;

  create table outbox (
    id integer primary key autoincrement, ${IN_CONVERSATION}, turn text not null, seq integer not null,
    kind text not null, body_json text not null, marker text not null unique,
    state text not null check (state in ('planned', 'sending', 'unknown', 'sent', 'confirmed', 'failed', 'dropped')),
    attempts integer not null default 0, planned_at integer not null, began_at integer, due_at integer not null default 0,
    chatwoot_id integer, ended_at integer, error text) strict;
  create index outbox_unfinished on outbox (connection, account, conversation, id)
    where state in ('planned', 'sending', 'unknown');
  create index outbox_of_turn on outbox (turn);
  create index outbox_by_message on outbox (connection, chatwoot_id) where chatwoot_id is not null;

  create table timers (
    key text primary key, ${IN_CONVERSATION}, kind text not null, due_at integer not null) strict, without rowid;
  create index timers_due on timers (due_at);

  create table said (
    id integer primary key autoincrement, ${IN_CONVERSATION}, source text not null, by text not null,
    text text not null, at integer not null) strict;
  create unique index said_once on said (connection, source);
  create index said_in_conversation on said (connection, account, conversation, at, id);
  `,
  `
  alter table lanes add column left_at integer not null default 0;
  update lanes set left_at = seen_at where left_pending = 1 or status <> 'pending' or assignee = 'human';
  alter table lanes drop column left_pending;
  alter table lanes drop column crew_since;
  alter table outbox add column waited_ms integer not null default 0;
  alter table outbox add column repeats integer not null default 0;
  alter table outbox add column is_final integer not null default 0;
  alter table outbox add column after_id integer;
  `,
  `
  create table config_versions (
    tenant text not null, type text not null, version integer not null, at integer not null, who text not null,
    text text, note text not null, diff_json text not null, primary key (tenant, type, version)) strict, without rowid;
  create table api_keys (
    hash text primary key, tenant text not null, label text not null,
    made_at integer not null, revoked_at integer) strict, without rowid;
  create table audit (
    id integer primary key autoincrement, at integer not null, who text not null, what text not null,
    tenant text, detail_json text not null) strict;
  create index audit_of_tenant on audit (tenant, id);
  create table connections (
    id text primary key, plain_json text not null, sealed text not null,
    changed_at integer not null) strict, without rowid;
  create table pauses (scope text primary key, at integer not null, who text not null) strict, without rowid;
  `,
  `
  create table marks (key text primary key, at integer not null) strict, without rowid;
  insert into marks select 'born', min(received_at) from inbox having count(*) > 0;
  `,
  `
  create index inbox_left_to_humans on inbox (connection, account, conversation) where cause = 'human-has-it';
  `,
  // A picture's bytes are kept while it may have to be sent again, whatever ends its row; its name and type stay.
  `
  create trigger outbox_ended after update of state on outbox
    when new.state not in ('planned', 'sending', 'unknown') and new.body_json ->> '$.image.base64' is not null
    begin update outbox set body_json = json_remove(body_json, '$.image.base64') where id = new.id; end;
  update outbox set body_json = json_remove(body_json, '$.image.base64')
    where state not in ('planned', 'sending', 'unknown') and body_json ->> '$.image.base64' is not null;
  `,
  `
  alter table inbox add column deaths integer not null default 0;
  `,
  `
  alter table timers add column payload_json text;
  `,
  // What was not said is nothing that a crew may build on. It is found out late: a reply is noted as said when it is planned.
  `
  create trigger outbox_unsaid after update of state on outbox
    when new.state in ('failed', 'dropped') and new.kind = 'message'
    begin delete from said where connection = new.connection and source = 'o:' || new.marker; end;
  `,
  `
  create index lanes_of_crew on lanes (tenant) where status = 'pending' and assignee <> 'human' and human_since is null;
  alter table inbox add column contact integer;
  create index inbox_of_contact on inbox (connection, contact, received_at) where contact is not null;
  `,
]

/** Brings the file up to date; each step is one transaction, so a killed migration is run again whole. */
export function migrate(database: DatabaseSync): void {
  const { user_version: done } = database.prepare('pragma user_version').get() as { user_version: number }
  for (const [index, step] of MIGRATIONS.entries()) {
    if (index < done) continue
    database.exec(`begin immediate; ${step}; pragma user_version = ${index + 1}; commit`)
  }
}
