import type { Engine } from '../settings/schema.ts';
import { withConnectors } from '../settings/starter/add.ts';
import { engineStarter } from '../settings/starter/engines.ts';
import { type StarterConnector, type StarterKind, settingsText } from '../settings/starter/template.ts';
import { settingsFromText } from '../settings/validate.ts';
import { type Answers, engineOf } from './kinds.ts';
import { accountKeys, isNobody } from './log-ins.ts';

export { type Answers, engineOf } from './kinds.ts';

/** What was answered so far, as plain texts: no password is ever among them. */
export interface Draft {
  /** Undefined: not asked yet. Empty: later. */
  readonly tenant?: string;
  /** Connectors that are through. */
  readonly done: readonly Answers[];
  readonly current: Answers;
  /** The `.ecmarc` that the connectors are added to, as it stands, and the names in it; it is kept in no draft. */
  readonly into?: { readonly text: string; readonly names: readonly string[] };
}

/** The draft as a part of that file: what stands there already is no draft any more. */
export function draftInto({ done, current }: Draft, into: NonNullable<Draft['into']>): Draft {
  const isNew = ({ name = '' }: Answers): boolean =>
    !into.names.some((one) => one.toLowerCase() === name.toLowerCase());
  return { into, done: done.filter(isNew), current: isNew(current) ? current : {} };
}

export const emptyDraft: Draft = { done: [], current: {} };

export type StepKey =
  | 'kind'
  | 'tenant'
  | 'name'
  | 'address'
  | 'trust'
  | 'bindDn'
  | 'users'
  | 'objectClass'
  | 'server'
  | 'database'
  | 'dsn'
  | 'user'
  | 'password'
  | 'table'
  | 'method'
  | 'read'
  | 'add'
  | 'update'
  | 'delete'
  | 'anchor'
  | 'library'
  | 'tcp'
  | 'finish';

function starterKindOf(answers: Answers): StarterKind {
  if (answers.kind === 'custom') return 'custom';
  return engineOf(answers) === undefined ? 'ldap' : 'sql';
}

/** The questions in their order; some are there by what was answered, or seen, before. */
export function stepsOf({ done, current, into }: Draft): readonly StepKey[] {
  const isFirst = done.length === 0 && into === undefined;
  const first: readonly StepKey[] = isFirst ? ['kind', 'tenant', 'name'] : ['kind', 'name'];
  const trust: readonly StepKey[] = current.trust === undefined ? [] : ['trust'];
  switch (starterKindOf(current)) {
    case 'ldap':
      return [
        ...first,
        'address',
        ...trust,
        'bindDn',
        ...(current.bindDn === '' || isNobody(current) ? [] : (['password'] as const)),
        'users',
        'objectClass',
        'anchor',
        'finish',
      ];
    case 'sql':
      return [
        ...first,
        'server',
        'database',
        'dsn',
        ...trust,
        'user',
        ...(current.user === '' || isNobody(current) ? [] : (['password'] as const)),
        'table',
        ...(current.procedures === undefined ? [] : (['method'] as const)),
        ...(current.method === 'procedures' ? (['read', 'add', 'update', 'delete'] as const) : []),
        'anchor',
        'finish',
      ];
    case 'custom':
      return [...first, 'library', 'tcp', 'finish'];
  }
}

/** Where a database is: `name`, `name:port`, `name,port`, `name\instance`. */
export function serverParts(
  text: string,
  engine: Engine,
): { server: string; port: string; instance: string } {
  const [, server = text, mark = '', rest = ''] = /^([^:,\\]*)([:,\\])?(.*)$/.exec(text) ?? [];
  const port = mark === ':' || mark === ',' ? rest.trim() : mark === '' ? engineStarter(engine).port : '';
  return { server: server.trim(), port, instance: mark === '\\' ? rest.trim() : '' };
}

/** The connector as the file's template takes it. */
function connectorOf(answers: Answers): StarterConnector {
  const kind = starterKindOf(answers);
  const { kind: engine = '', address: _address, server, anchor, method, ...told } = answers;
  const rest: Answers = { kept: 'prompt', ...told, ...accountKeys(answers), name: connectorName(answers) };
  if (kind !== 'sql')
    return { kind, answers: { ...rest, ...(anchor === undefined || anchor === 'dn' ? {} : { anchor }) } };
  // Of an engine that nobody listed no port is known before it is told.
  const parts =
    server === undefined
      ? { port: engineStarter(engine).port || '1433' }
      : serverParts(server, engineOf(answers) ?? 'sqlserver');
  const { read: _read, add: _add, update: _update, delete: _delete, ...others } = rest;
  return {
    kind,
    answers: {
      ...(method === 'procedures' ? rest : others),
      ...parts,
      engine,
      ...(anchor === undefined ? {} : { anchor }),
    },
  };
}

/**
 * The `.ecmarc` as it would be written now; what was not asked yet stands there with the template's own words. `profile`:
 * that of a new one.
 */
export function draftText({ tenant = '', done, current, into }: Draft, profile?: string): string {
  const connectors = (current.kind === undefined ? done : [...done, current]).map(connectorOf);
  if (into === undefined) return settingsText(tenant, connectors, profile);
  return connectors.length === 0 ? into.text : (withConnectors(into.text, connectors) ?? into.text);
}

/** Can a connector be added to this text, with everything else left as it stands? */
export function takesConnectors(text: string): boolean {
  return withConnectors(text, [connectorOf({ kind: 'custom' })]) !== undefined;
}

/** What is wrong with an answer, by the reader of `.ecmarc` itself; undefined: nothing. */
export function faultOf(draft: Draft): string | undefined {
  const parsed = settingsFromText(draftText(draft), '.ecmarc');
  return parsed.ok ? undefined : parsed.errors[0]?.message;
}

/** The name that stands for a connector nobody has named yet. */
export function connectorName({ name, usual, kind }: Answers): string {
  return name ?? usual ?? (kind === 'ldap' ? 'Directory' : kind === 'custom' ? 'Ticketing' : 'HR');
}

/** The first answer of a connector, with a name that no other one has. */
export function beginConnector({ done, into }: Draft, kind: string): Answers {
  const taken = new Set(
    [...(into?.names ?? []), ...done.map(connectorName)].map((name) => name.toLowerCase()),
  );
  const usual = connectorName({ kind });
  if (!taken.has(usual.toLowerCase())) return { kind };
  let number = 2;
  while (taken.has(`${usual} ${number}`.toLowerCase())) number += 1;
  return { kind, usual: `${usual} ${number}` };
}

/** A name as this engine's `.ecmarc` writes it: in quotes only where it must be. */
export function tableText(engine: Engine, schema: string, name: string): string {
  const parts = engine === 'mysql' || schema === '' ? [name] : [schema, name];
  return parts.map((part) => quotedFor(engine, part)).join('.');
}

const plainNames: Readonly<Record<Engine, RegExp>> = {
  sqlserver: /^[A-Za-z_]\w*$/,
  postgresql: /^[a-z_][a-z0-9_]*$/,
  mysql: /^[A-Za-z_]\w*$/,
  oracle: /^[A-Z][A-Z0-9_]*$/,
  db2: /^[A-Z][A-Z0-9_]*$/,
  other: /^[A-Za-z_]\w*$/,
};

function quotedFor(engine: Engine, part: string): string {
  if (plainNames[engine].test(part)) return part;
  if (engine === 'sqlserver') return `[${part.replaceAll(']', ']]')}]`;
  if (engine === 'mysql') return `\`${part.replaceAll('`', '``')}\``;
  return `"${part.replaceAll('"', '""')}"`;
}
