import type { DatabaseSync } from 'node:sqlite'

/**
 * The index's tables. The text columns hold analysed terms, so that FTS5 only has to split at blanks: its `ascii` tokenizer takes
 * every letter beyond ASCII as it is, whatever Unicode version SQLite was made with.
 */
const TABLES = `
create table tenant (no integer primary key, name text not null unique, passages integer not null default 0) strict;
create table source (
  no integer primary key, tenant integer not null references tenant, name text not null, hash text not null,
  unique (tenant, name)) strict;
create table passage (
  no integer primary key, source integer not null references source, valid_from integer, valid_until integer,
  scope text not null, question text not null, title text not null, text text not null, body text not null) strict;
create index passage_of_source on passage (source);
create table term (
  tenant integer not null, term text not null, passages integer not null, primary key (tenant, term)) strict, without rowid;
create virtual table passage_fts using fts5 (
  scope, question, title, text, content = 'passage', content_rowid = 'no', tokenize = "ascii tokenchars '@._+-'");
insert into passage_fts (passage_fts, rank) values ('secure-delete', 1);
`

/**
 * Opens the tables for the analyser's `version`, emptied when another version made them.
 * NORMAL is enough: after a power loss the index may lack its last import, which is made again from the sources.
 */
export function openSchema(db: DatabaseSync, version: number): DatabaseSync {
  db.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma secure_delete = on; pragma foreign_keys = on')
  if (db.prepare('pragma user_version').get()?.user_version === version) return db
  db.exec('begin immediate; drop table if exists passage_fts')
  for (const table of ['term', 'passage', 'source', 'tenant']) db.exec(`drop table if exists ${table}`)
  db.exec(`${TABLES}; pragma user_version = ${version}; commit`)
  return db
}
