import { defined } from '../base/defined.ts';
import { isReached } from '../clients/connection/trace.ts';
import { serverKindOf } from '../clients/ldap/server-kinds.ts';
import { readerFor } from '../engine/facts.ts';
import type { Secured } from '../platform/types.ts';
import { ldapReach } from '../probes/ldap/reach/facts.ts';
import { ldapServerKind } from '../probes/ldap/server-kind/facts.ts';
import { ldapTls } from '../probes/ldap/tls/facts.ts';
import type { Row } from '../results/row.ts';
import type { Answers } from './draft.ts';
import { authorityFindings, rowFinding, took } from './findings.ts';
import type { Finding } from './view.ts';

/** One way to a directory: address and protection. `name`: of the connector that tries it. */
export interface Way {
  readonly name: string;
  readonly url: string;
  readonly startTls: boolean;
  readonly port: number;
}

/** What the ways of an address have shown. */
export interface WayResult {
  /** The best of them; undefined where nothing answers. */
  readonly way: Way | undefined;
  /** `trusted`: protected, by an authority that this server trusts. `clear`: not protected at all. */
  readonly worth: 'trusted' | 'untrusted' | 'clear' | 'refused' | 'nothing';
  readonly findings: readonly Finding[];
  /** What answers there: "OpenLDAP". */
  readonly kind: string;
  /** What the handshake of the best one showed. */
  readonly secured?: Secured;
}

/** The ways that an answer leaves open, the best first: a name alone is tried on both ports. */
export function waysOf(text: string): readonly Way[] {
  const [, scheme = '', rest = text] = /^(ldaps?):\/\/(.*)$/i.exec(text) ?? [];
  const host = rest.replace(/\/+$/, '');
  const port = /:(\d+)$/.exec(host)?.[1];
  const at = (name: string, secure: boolean, startTls: boolean, standard: number): Way => ({
    name,
    url: `${secure ? 'ldaps' : 'ldap'}://${port === undefined ? `${host}:${standard}` : host}`,
    startTls,
    port: port === undefined ? standard : Number(port),
  });
  const startTls = at('way-1', false, true, 389);
  const ldaps = at('way-2', true, false, 636);
  const clear = at('way-3', false, false, 389);
  if (/^ldaps$/i.test(scheme)) return [ldaps];
  if (/^ldap$/i.test(scheme)) return [startTls, clear];
  // A port that is no standard one may speak either; 636 and 3269 are TLS from the start.
  if (port === '636' || port === '3269') return [ldaps];
  return port === '389' || port === '3268' ? [startTls, clear] : [startTls, ldaps, clear];
}

/** The ways as connectors of a draft that is only tried. */
export function connectorsOf(ways: readonly Way[]): readonly Answers[] {
  return ways.map(({ name, url, startTls }) => ({
    kind: 'ldap',
    name,
    url,
    startTls: startTls ? 'yes' : 'no',
  }));
}

/** Chooses by what the rows say, and tells it in lines. */
export function judgeWays(ways: readonly Way[], rows: ReadonlyMap<string, Row>): WayResult {
  const seen = ways.map((way) => look(way, rows));
  const best = seen.toSorted((one, other) => one.rank - other.rank)[0];
  if (best === undefined || best.rank >= 9) {
    const findings = seen
      .slice(0, 2)
      .flatMap(({ way, reach }) => (reach === undefined ? [] : rowFinding(reach, `port ${way.port}`, true)));
    return { way: undefined, worth: 'nothing', findings, kind: '' };
  }
  const { way, tls, secured, kind, reach } = best;
  const findings: Finding[] = [];
  const name = best.trace?.steps.find(({ layer }) => layer === 'name');
  const addresses = best.trace?.addresses?.join(', ') ?? name?.found;
  if (addresses !== undefined && name !== undefined)
    findings.push({ mark: 'good', label: 'name', text: addresses, end: took(name.ms) });
  if (reach !== undefined)
    findings.push({
      mark: 'good',
      label: `port ${way.port}`,
      text: kind === '' ? 'answers' : `answers: ${kind}`,
      ...(reach.durationMs === undefined ? {} : { end: took(reach.durationMs) }),
    });
  if (tls !== undefined && best.worth !== 'clear' && best.worth !== 'untrusted')
    findings.push(...rowFinding(tls, way.startTls ? 'StartTLS' : 'TLS'));
  if (best.worth === 'untrusted' && secured !== undefined) {
    findings.push({ mark: 'good', label: way.startTls ? 'StartTLS' : 'TLS', text: secured.protocol });
    findings.push(...authorityFindings(secured));
  }
  if (best.worth === 'clear')
    findings.push({
      mark: best.loopback ? 'quiet' : 'warn',
      label: 'TLS',
      text: best.loopback
        ? 'none: it is this server itself'
        : 'not offered: passwords would cross in clear, none is sent',
    });
  for (const { way: other, reach: row } of seen)
    if (other.port !== way.port && row !== undefined)
      findings.push({ mark: 'quiet', label: `port ${other.port}`, text: `${row.message}; not needed` });
  return { way, worth: best.worth, findings: unique(findings), kind, ...defined({ secured }) };
}

function look(way: Way, rows: ReadonlyMap<string, Row>) {
  const row = (id: string) => rows.get(`${id}@${way.name}`);
  const reader = readerFor(way.name, (id) => rows.get(id)?.facts);
  const reach = row('ldap.reach');
  const tls = row('ldap.tls');
  const tlsFacts = reader.of(ldapTls);
  const rootDse = reader.of(ldapServerKind)?.rootDse;
  const serverKind = row('ldap.server-kind');
  const { label = '', name } = rootDse === null || rootDse === undefined ? {} : serverKindOf(rootDse);
  const trace = tlsFacts?.reached ?? reader.of(ldapReach)?.reached;
  const secured = tlsFacts?.reached.tls;
  const about = {
    way,
    reach,
    tls,
    secured,
    trace,
    kind: name === 'unknown' ? '' : label,
    loopback: tlsFacts?.loopback === true,
  };
  if (reach?.status !== 'pass' && reach?.status !== 'warn')
    return { ...about, rank: 9, worth: 'nothing' as const };
  if (serverKind?.status === 'fail') return { ...about, rank: 5, worth: 'refused' as const };
  const isProtected = way.startTls || way.url.startsWith('ldaps');
  if (!isProtected) return { ...about, rank: about.loopback ? 3 : 4, worth: 'clear' as const };
  if (secured === undefined) return { ...about, rank: 9, worth: 'nothing' as const };
  const whole = tlsFacts !== undefined && isReached(tlsFacts.reached);
  if (whole && tls?.status !== 'fail') return { ...about, rank: 0, worth: 'trusted' as const };
  return secured.trustedBy === null
    ? { ...about, rank: 2, worth: 'untrusted' as const }
    : { ...about, rank: 2, worth: 'refused' as const };
}

function unique(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(
    ({ label, text }, at) => findings.findIndex((one) => one.label === label && one.text === text) === at,
  );
}

/** "ldap://ldap.contoso.example:389 with StartTLS". */
export function wayText({ url, startTls }: Way): string {
  return `${url}${startTls ? ' with StartTLS' : ''}`;
}
