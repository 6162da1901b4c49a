import type { WireEntry } from '../../src/clients/ldap/wldap32/protocol.ts';
import type { Answered } from './faults.ts';

type Made = { readonly value: unknown } | undefined;

const ends: Readonly<Partial<Record<Answered, object>>> = {
  'not-started': { how: 'not-started', code: 'EACCES', text: 'blocked by group policy' },
  dead: { how: 'crashed', exit: 'exit code 0xC0000005' },
  silent: { how: 'silent', seconds: 15 },
  nonsense: { how: 'nonsense' },
};

/** The answer of a child that holds foreign code, `name` beginning with the kind of its request. */
export function childAnswer(layer: 'odbc' | 'wldap32', name: string, kind: Answered, real: unknown): Made {
  const ended = ends[kind];
  if (ended !== undefined) return { value: { ok: false, ended } };
  return layer === 'odbc' ? odbcAnswer(name, kind, real) : windowsClientAnswer(name, kind, real);
}

const refused = {
  connect: [{ state: '28P01', native: 1, text: 'FATAL: password authentication failed for user "ecma"' }],
  other: [{ state: '42501', native: 1, text: 'ERROR: permission denied for table employees' }],
};
const lost = [{ state: '08S01', native: 35, text: 'server closed the connection unexpectedly' }];

function odbcAnswer(name: string, kind: Answered, real: unknown): Made {
  const isLogin = name.startsWith('connect');
  if (kind === 'denied') return broken(name, isLogin ? refused.connect : refused.other);
  if (kind === 'failed') return broken(name, lost);
  if (kind === 'cut-off')
    return name.startsWith('transaction') ? { value: { ok: false, diagnostics: [], cutOff: 25 } } : undefined;
  if (kind === 'absent') return { value: { ok: true } };
  return kind === 'odd' && isGood(real) ? { value: hollow(real) } : undefined;
}

/** A step of a transaction breaks by itself. */
function broken(name: string, diagnostics: readonly object[]): Made {
  return name.startsWith('transaction')
    ? { value: { ok: true, steps: [{ broken: diagnostics }] } }
    : { value: { ok: false, diagnostics } };
}

function windowsClientAnswer(name: string, kind: Answered, real: unknown): Made {
  const stage = name.startsWith('open') ? 'connection' : name.startsWith('bind') ? 'bind' : 'operation';
  if (kind === 'denied')
    return { value: { ok: false, stage, code: stage === 'operation' ? 50 : 49, text: '' } };
  if (kind === 'failed') return { value: { ok: false, stage, code: 0x51, text: '' } };
  if (kind === 'absent')
    return name.startsWith('search')
      ? { value: { ok: true, entries: [] } }
      : name.startsWith('open')
        ? { value: { ok: false, stage: 'library', code: -1, text: 'no such library' } }
        : undefined;
  if (kind !== 'odd' || !isGood(real)) return undefined;
  return { value: withOddValues(real) };
}

/** Values that no honest directory has, under the names that were asked for. */
function withOddValues(real: object): object {
  const odd = ['\u0000', '(', '-1', '9'.repeat(400)].map((value) => Buffer.from(value).toString('base64'));
  if ('tls' in real) return { ...real, tls: { protocol: 0, cipher: 0, strength: 0 } };
  if (!('entries' in real) || !Array.isArray(real.entries)) return { ok: true };
  const entries = real.entries.map(({ dn, attributes }: WireEntry) => ({
    dn,
    attributes: attributes.map(([name]) => [name, odd]),
  }));
  return {
    ...real,
    entries,
    referrals: 0,
    controls: [{ oid: '1.2.840.113556.1.4.319', critical: false, value: '////' }],
  };
}

function isGood(value: unknown): value is object {
  return typeof value === 'object' && value !== null && 'ok' in value && value.ok === true;
}

/** Of the shape that the protocol asks for, and what no driver says: texts of other kinds, counts below 0. */
function hollow(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hollow);
  if (typeof value === 'number') return -1;
  if (typeof value === 'string') return '\u0000(9e999';
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, hollow(member)]));
}
