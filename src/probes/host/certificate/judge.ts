import { plural } from '../../../base/phrases.ts';
import type { Evidence, JudgeInput, Verdict } from '../../../engine/probe.ts';
import { shortName } from '../../../platform/certificates.ts';
import { requirement } from '../../../requirements/index.ts';
import type { Settings } from '../../../settings/schema.ts';
import { by, fix } from '../../common/fix.ts';
import { fail, unknown, warn } from '../../common/verdicts.ts';
import { opened, refusedVerdict } from '../../common/windows-answers.ts';
import type { CertificateFacts, Chain, StoredCertificate } from './facts.ts';
import { judgeKeyRights, keyEvidence } from './key-rights.ts';
import { chooseOne } from './words.ts';

const { store, warnDays } = requirement('HOST-05').values;

export function judgeCertificate({
  facts,
  settings,
  observedAt,
}: JudgeInput<Settings, CertificateFacts>): Verdict {
  const { chosen, certificate } = facts;
  const expected = `valid, trusted, with its key in ${store}, for ${facts.names.join(' or ') || 'this server'}`;
  const say = (status: 'fail' | 'unknown', message: string, found: string): Verdict => ({
    expected,
    status,
    message,
    found,
    remedy: chooseOne(settings),
  });
  if (chosen.state === 'denied') return { expected, ...refusedVerdict("the host's configuration") };
  if (chosen.state === 'absent')
    return say('fail', 'none chosen yet', "The host's wizard has written no configuration yet.");
  if (chosen.state === 'failed')
    return say('unknown', 'not known which', `The configuration cannot be read: ${chosen.reason}.`);
  if (chosen.value === null || certificate === undefined)
    return say('fail', 'none chosen', "The host's configuration names no certificate.");
  const answers = opened({ certificate: "the machine's certificates" }, { certificate });
  if (!answers.ok) return { expected, ...answers.verdict };
  const { certificate: value } = answers.values;
  if (value === undefined)
    return say(
      'fail',
      `not in ${store}`,
      `No certificate with the thumbprint ${chosen.value} is in ${store}.`,
    );
  const { keyRights } = facts;
  const evidence = [
    ...evidenceOf(value, facts.names),
    ...(keyRights === undefined ? [] : [keyEvidence(keyRights)]),
  ];
  const bad = wrong(value, facts.names, observedAt);
  if (bad !== undefined) return { expected, evidence, ...bad, remedy: chooseOne(settings, value.chain) };
  const barred = keyRights === undefined ? undefined : judgeKeyRights(keyRights, value.thumbprint);
  if (barred !== undefined) return { expected, evidence, ...barred };
  const until = value.notAfter.slice(0, 10);
  const elsewhere = value.selfSigned ? undefined : unnamed(value, settings);
  if (elsewhere !== undefined) return { expected, evidence, ...elsewhere };
  if (!value.selfSigned) return { expected, evidence, status: 'pass', message: `until ${until}` };
  return {
    expected,
    evidence,
    status: 'pass',
    message: `until ${until}, self-signed`,
    found:
      'A certificate that signs itself, as the wizard makes it, is meant for tests and cannot be revoked.',
  };
}

/** A certificate of an authority names the server, and so must the tenant URL: `localhost` is for the wizard's own. */
function unnamed(one: StoredCertificate, { connectors }: Settings): Verdict | undefined {
  for (const { name, tenantUrl } of connectors) {
    if (tenantUrl === undefined) continue;
    const { hostname } = new URL(tenantUrl);
    if (namesOf(one).some((given) => fits(given, hostname))) continue;
    const [better] = namesOf(one);
    return warn(
      `${name}: tenant URL names ${hostname}`,
      `The certificate names ${namesOf(one).join(', ')}: the agent's call to ${hostname} does not fit it.`,
      fix(
        'With a certificate of an authority the tenant URL has the name of the server in it, in place of localhost.',
        by.entra(
          `In the application (Provisioning, Admin credentials) and in .ecmarc, write ${better ?? "the server's name"} in place of ${hostname}`,
        ),
      ),
    );
  }
  return undefined;
}

function namesOf({ names, subject }: StoredCertificate): readonly string[] {
  return names.length > 0 ? names : [shortName(subject)];
}

const day = 24 * 60 * 60 * 1000;

/** The first thing wrong, the worst first. */
function wrong(one: StoredCertificate, names: readonly string[], at: string): Verdict | undefined {
  const now = new Date(at).getTime();
  const left = Math.floor((new Date(one.notAfter).getTime() - now) / day);
  const bad = (message: string, found: string): Verdict => fail(message, found);
  if (left < 0) return bad('has expired', `It ended on ${one.notAfter.slice(0, 10)}.`);
  if (new Date(one.notBefore).getTime() > now)
    return bad('not valid yet', `It begins on ${one.notBefore.slice(0, 10)}.`);
  if (one.key === 'none') return bad('without its private key', `${store} holds no private key for it.`);
  if (one.key === 'person')
    return bad(
      "its key is a person's",
      'Its private key lies in the profile of a person, not in the machine.',
    );
  if (!one.forServers)
    return bad('not for servers', 'Its extended key usage leaves out server authentication.');
  const { chain } = one;
  if (chain.end === 'distrusted')
    return bad(
      'distrusted here',
      `${shortName(chain.issuer)} is in the machine's list of untrusted certificates.`,
    );
  if (chain.end === 'untrusted-root' || chain.end === 'unknown-issuer')
    return bad(
      `${shortName(chain.issuer)} is not trusted`,
      `${chain.issuer} is not in LocalMachine\\Root${chain.end === 'unknown-issuer' ? ', nor is an authority between' : ''}.`,
    );
  if (chain.end === 'trusted' && chain.first !== undefined && Date.parse(chain.first.notAfter) < now)
    return bad(
      `${shortName(chain.first.subject)} has expired`,
      `The certificate of this authority in its chain ended on ${chain.first.notAfter.slice(0, 10)}.`,
    );
  const named = namesOf(one);
  if (names.length > 0 && !names.some((name) => named.some((given) => fits(given, name))))
    return bad(
      `not for this server: ${named.slice(0, 2).join(', ')}`,
      `It names ${named.join(', ')}; this server is ${names.join(' or ')}.`,
    );
  if (left < warnDays)
    return warn(
      left === 0 ? 'ends within a day' : `ends in ${plural(left, 'day', 'days')}`,
      `It ends on ${one.notAfter.slice(0, 10)}; the host does not renew it by itself.`,
    );
  if (chain.end === 'unseen') return unknown('trust not seen', "The machine's roots could not be read.");
  if (names.length === 0) return unknown('name not compared', "This server's own name could not be read.");
  return undefined;
}

/** RFC 6125, 6.4.3: a star stands for one label, the first. */
function fits(given: string, name: string): boolean {
  const [one, other] = [given.toLowerCase(), name.toLowerCase()];
  if (!one.startsWith('*.')) return one === other;
  const dot = other.indexOf('.');
  return dot > 0 && one.slice(1) === other.slice(dot);
}

function evidenceOf(one: StoredCertificate, names: readonly string[]): Evidence[] {
  return [
    { label: 'Subject', value: one.subject || '(none)' },
    { label: 'Names', value: one.names.join(', ') || '(none)' },
    { label: 'This server', value: names.join(', ') || 'not seen' },
    { label: 'Issuer', value: one.selfSigned ? 'itself' : one.issuer },
    { label: 'Valid', value: `${one.notBefore.slice(0, 10)} to ${one.notAfter.slice(0, 10)}` },
    {
      label: 'Private key',
      value: { machine: 'in the machine', person: 'of a person', none: 'none' }[one.key],
    },
    { label: 'Chain', value: chainTexts[one.chain.end] },
    { label: 'Thumbprint', value: one.thumbprint },
  ];
}

const chainTexts: Readonly<Record<Chain['end'], string>> = {
  trusted: 'ends in LocalMachine\\Root',
  distrusted: 'among the untrusted certificates',
  'unknown-issuer': 'an authority is missing here',
  'untrusted-root': 'its root is not in LocalMachine\\Root',
  unseen: 'not seen',
};
