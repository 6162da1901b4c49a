import { childAnswer } from './child-faults.ts';

/**
 * What can become of one call. `denied`: refused to this account; `failed`: it did not work; `thrown`: against its
 * contract; `late`: not answered before the attempt's end; `absent`: there is nothing; `odd`: what no honest peer says;
 * `stopped`: really asked, and the attempt is stopped while the question is under way.
 */
const answered = ['denied', 'failed', 'thrown', 'late', 'absent', 'odd', 'stopped'] as const;
/** What can become of a child process besides: it does not start, ends, does not come back, or writes no answer. */
const ended = ['not-started', 'dead', 'silent', 'nonsense', 'cut-off'] as const;
export type FaultKind = (typeof answered)[number] | (typeof ended)[number];

export function faultKindsOf(layer: Layer): readonly FaultKind[] {
  if (layer === 'odbc') return [...answered, ...ended];
  // Only a driver's child ends what takes too long by itself.
  return layer === 'wldap32' ? [...answered, ...ended.filter((kind) => kind !== 'cut-off')] : answered;
}

/** Where a call goes. */
export type Layer = 'platform' | 'windows' | 'files' | 'network' | 'ldap' | 'sql' | 'odbc' | 'wldap32';

type Made = { readonly value: unknown } | undefined;
export type Answered = Exclude<FaultKind, 'thrown' | 'late' | 'stopped'>;

const problem = (code: string, text: string) => ({ code, text });
const broken = problem('EIO', 'it broke');
const refused = problem('EACCES', 'permission denied');

/** The answer in place of the real one (`real`, only for `odd`); undefined: this call cannot end so. */
export function answerFor(layer: Layer, name: string, kind: Answered, real: unknown): Made {
  switch (layer) {
    case 'windows':
      return name.startsWith('proxies') ? proxiesAnswer(kind) : windowsAnswer(kind, real);
    case 'files':
      return filesAnswer(kind, real);
    case 'network':
      return networkAnswer(name.split(' ')[0] ?? '', kind, real);
    case 'ldap':
      return ldapAnswer(name, kind, real);
    case 'sql':
      return sqlAnswer(kind, real);
    case 'odbc':
    case 'wldap32':
      return childAnswer(layer, name, kind, real);
    case 'platform':
      return platformAnswer(name, kind);
  }
}

function platformAnswer(name: string, kind: Answered): Made {
  const why = kind === 'denied' ? refused : broken;
  if (kind === 'odd') return undefined;
  if (name === 'memory')
    return {
      value: { visible: kind === 'absent' ? 0 : 8e9, visibleSource: 'x', modules: null, unread: why },
    };
  if (name === 'addresses') return { value: { local: [], routes: { ipv4: null, ipv6: null } } };
  if (kind === 'absent') return { value: {} };
  const unread = { winHttpUnread: why, userUnread: why, suffixUnread: why, machineEnvUnread: why };
  const services = { account: 'NT SERVICE\\AADConnectProvisioningAgent', from: 'account', unread: why };
  return { value: { ...unread, services, agent: { installed: true, unread: why } } };
}

function windowsAnswer(kind: Answered, real: unknown): Made {
  if (kind === 'denied' || kind === 'absent') return { value: { state: kind } };
  if (kind === 'failed') return { value: { state: 'failed', problem: broken } };
  return isSeen(real) ? { value: { state: 'seen', value: hollow(real.value) } } : undefined;
}

/** Each of its members is an answer of Windows. */
function proxiesAnswer(kind: Answered): Made {
  if (kind === 'odd') return undefined;
  const state =
    kind === 'failed'
      ? { state: 'failed', problem: broken }
      : { state: kind === 'denied' ? 'denied' : 'absent' };
  const unread = kind === 'absent' ? {} : { perMachineUnread: broken, environmentUnread: broken };
  return {
    value: { winHttp: state, user: state, machine: state, perMachine: false, environment: {}, ...unread },
  };
}

function isSeen(value: unknown): value is { readonly state: 'seen'; readonly value: unknown } {
  return typeof value === 'object' && value !== null && 'state' in value && value.state === 'seen';
}

/** Of the same type and with nothing in it: lists are empty, numbers negative, registry values of another type. */
function hollow(value: unknown): unknown {
  if (Array.isArray(value)) return [];
  if (typeof value === 'number') return -1;
  if (typeof value !== 'object' || value === null) return value;
  if ('type' in value && 'data' in value)
    return value.type === 'dword' ? { type: 'sz', data: 'x' } : { type: 'dword', data: 7 };
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, hollow(member)]));
}

function filesAnswer(kind: Answered, real: unknown): Made {
  if (kind === 'denied') return { value: { ok: false, problem: refused } };
  if (kind === 'failed') return { value: { ok: false, problem: broken } };
  if (kind === 'absent') return { value: { ok: false, problem: problem('ENOENT', 'no such file') } };
  if (!isGood(real)) return undefined;
  return {
    value: {
      ...real,
      ...('bytes' in real &&
        real.bytes instanceof Uint8Array && { bytes: Buffer.from('<\0\xff{[', 'latin1') }),
      ...('kind' in real && { kind: 'other', bytes: -1, changedAt: '+010000-01-01T00:00:00.000Z' }),
      ...('entries' in real && { entries: [], cut: true }),
      ...('digest' in real && { digest: '' }),
    },
  };
}

function isGood(value: unknown): value is { readonly ok: true } {
  return typeof value === 'object' && value !== null && 'ok' in value && value.ok === true;
}

function networkAnswer(name: string, kind: Answered, real: unknown): Made {
  if (name === 'trust')
    return kind === 'odd'
      ? undefined
      : { value: { source: 'x', roots: 0, extraProblem: kind === 'denied' ? refused : broken } };
  // That none are told is all that its contract knows of failure.
  if (name === 'aliases') return { value: kind === 'odd' ? ['', '\u0000', 'x'.repeat(9_999)] : [] };
  if (kind === 'odd') return oddNetwork(name, real);
  const codes: Readonly<Record<string, string>> = {
    lookup: 'ENOTFOUND',
    connect: 'ECONNREFUSED',
    datagram: 'NO_ANSWER',
  };
  if (kind === 'failed')
    return { value: { ok: false, ms: 1, problem: problem(codes[name] ?? 'ECONNRESET', 'it broke') } };
  if (kind === 'denied')
    return name === 'get'
      ? {
          value: {
            ok: true,
            ms: 1,
            status: 403,
            headers: {},
            body: '{"error":{"code":"Denied"}}',
            cut: false,
          },
        }
      : { value: { ok: false, ms: 1, problem: refused } };
  if (name === 'lookup') return { value: { ok: true, ms: 1, addresses: [] } };
  if (name === 'get') return { value: { ok: true, ms: 1, status: 204, headers: {}, body: '', cut: false } };
  if (name === 'datagram') return { value: { ok: true, ms: 1, bytes: Buffer.alloc(0) } };
  return { value: { ok: false, ms: 1, problem: problem('ECONNRESET', 'the peer hung up') } };
}

function oddNetwork(name: string, real: unknown): Made {
  if (!isGood(real)) return undefined;
  if (name === 'get')
    return {
      value: {
        ...real,
        headers: { date: '1e999', location: '//[' },
        body: '{"issuer":7,"value":[null]}',
        cut: true,
      },
    };
  if (name === 'lookup') return { value: { ...real, addresses: [{ address: '0.0.0.0', family: 4 }] } };
  if (name === 'datagram') return { value: { ...real, bytes: Buffer.from('\x05\xff\xff;;;', 'latin1') } };
  return undefined;
}

function ldapAnswer(name: string, kind: Answered, real: unknown): Made {
  if (kind === 'denied')
    return { value: { ok: false, ms: 1, problem: problem('LDAP_50', 'insufficient access') } };
  if (kind === 'failed')
    return {
      value: {
        ok: false,
        ms: 1,
        problem: problem('CLOSED', 'the server closed the connection before it answered'),
      },
    };
  if (kind === 'absent' && /^(bind|add|replace|delete)/.test(name)) return undefined;
  if (kind === 'absent') return { value: { ok: true, ms: 1, entries: [], referrals: 0, id: '' } };
  if (!isGood(real) || !('entries' in real) || !Array.isArray(real.entries)) return undefined;
  const entries = real.entries.map((entry: { dn: string; names: readonly string[] }) => ({
    dn: entry.dn,
    names: entry.names,
    values: (name: string) => (entry.names.includes(name) ? ['\u0000', '(', '-1', '9'.repeat(400)] : []),
  }));
  return { value: { ...real, entries } };
}

function sqlAnswer(kind: Answered, real: unknown): Made {
  if (kind === 'denied') {
    const text = 'The SELECT permission was denied on the object.';
    return { value: { ok: false, problem: { code: 'SQL_229', text, number: 229, state: 5, class: 14 } } };
  }
  if (kind === 'failed')
    return { value: { ok: false, problem: problem('ESOCKET', 'the connection is lost') } };
  if (!isGood(real) || !('sets' in real) || !Array.isArray(real.sets))
    return kind === 'absent' ? { value: { ok: true, sets: [] } } : undefined;
  const cell = (value: unknown) =>
    typeof value === 'number' ? 'x'.repeat(9) : typeof value === 'string' ? -1.5 : 'odd';
  const row = (one: object) =>
    Object.fromEntries(Object.entries(one).map(([key, value]) => [key, cell(value)]));
  return { value: { ok: true, sets: real.sets.map((set: readonly object[]) => set.map(row)) } };
}
