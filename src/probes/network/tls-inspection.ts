import { defined } from '../../base/defined.ts';
import { networkSettings, signInHost } from '../../clients/clouds.ts';
import { connectAll } from '../../clients/connection/connect.ts';
import type { ConnectionTrace } from '../../clients/connection/trace.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import type { Facts } from '../../engine/facts.ts';
import type { Evidence, JudgeInput, Remedy, Verdict } from '../../engine/probe.ts';
import { shortName } from '../../platform/certificates.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { mendCaFile } from '../common/ca-file.ts';
import { failureOf } from '../common/connection-words.ts';
import { by, fix } from '../common/fix.ts';
import { pressR } from '../common/steps.ts';
import { factsToken } from '../token.ts';
import { agentSuffixes, isPortalHost, tlsDestinations } from './agent-host-list.ts';
import { defineNetworkProbe, peerTimesIn, routeEvidence } from './define.ts';
import { internetRoutes } from './internet-routes.ts';
import { unnamedEvidence, withTenantId } from './own-tenant.ts';

export interface InspectionFacts extends Facts {
  /** The sign-in host first. */
  readonly hosts: readonly ConnectionTrace[];
  /** The cloud is given by its address: an authority of `network.caFile` is its own. */
  readonly byAddress: boolean;
  /** A host whose name is not known in full: the sign-in host did not tell the tenant's GUID. */
  readonly unnamed?: string;
}

export const networkTlsInspection = factsToken<InspectionFacts>('network', 'tls-inspection');

/** Longest wait for one of the hosts: the row has about ten, four at once. */
const secondsEach = 15;

/** Who signs for each host? An authority outside the public list means that something opens TLS on the way. */
export const networkTlsInspectionProbe = defineNetworkProbe(networkTlsInspection, {
  title: 'Nobody opens TLS on the way',
  levels: levels('required', 'required'),
  requirements: ['TLS-05'],
  seconds: 60,
  dependsOn: ({ settings }) => ({ ...networkSettings(settings), tenant: settings.tenant.id }),
  peerTimes: ({ hosts }) => peerTimesIn(hosts),
  collect,
  judge,
});

async function collect(context: ProbeContext, signal: AbortSignal): Promise<InspectionFacts> {
  const { settings, unnamed } = await withTenantId(context, signal);
  const hosts = await connectAll(
    context,
    tlsDestinations(settings),
    internetRoutes(context),
    secondsEach,
    signal,
  );
  const { byAddress } = signInHost(context.settings);
  return { hosts, byAddress, ...defined({ unnamed }), usable: hosts.some((one) => one.tls !== undefined) };
}

function judge({ facts, settings }: JudgeInput<Settings, InspectionFacts>): Verdict {
  const looked = facts.hosts.filter((one) => one.tls !== undefined);
  const seen = looked.filter((one) => one.tls?.incomplete !== true);
  const opened = seen.filter((one) => isOpened(one, facts.byAddress));
  const unreadable = facts.hosts.find((one) => one.caFileProblem !== undefined)?.caFileProblem;
  const unseen = facts.hosts.length - seen.length;
  const base = {
    expected: 'every host shows a certificate of a public authority',
    evidence: evidenceOf(facts),
  };
  const missing = unseen === 0 ? '' : `; ${unseen} of ${facts.hosts.length} could not be looked at`;
  const [first] = opened.toSorted(
    (one, two) => Number(isPortalHost(one.host)) - Number(isPortalHost(two.host)),
  );
  if (first !== undefined && facts.byAddress && unreadable !== undefined)
    return {
      ...base,
      status: 'unknown',
      message: 'network.caFile cannot be read',
      found: `${authorityOf(first)} signs for ${first.host}; whether that is the authority of network.caFile cannot be told: ${unreadable.text}`,
      remedy: mendCaFile(unreadable),
    };
  if (first !== undefined) {
    const names = opened.map((one) => one.host).join(', ');
    const forPortals = opened.every((one) => isPortalHost(one.host));
    const why = forPortals ? portalsOnly(names) : exempt(settings);
    const spared = seen.length > opened.length ? '; others are let through' : '';
    return {
      ...base,
      status: forPortals ? 'warn' : 'fail',
      message: authorityOf(first),
      found: `it signs for ${names}${spared}${missing}`,
      remedy: unreadable === undefined ? why : mendCaFile(unreadable, why),
    };
  }
  const [half] = looked.filter((one) => one.tls?.incomplete === true);
  if (half !== undefined)
    return {
      ...base,
      status: 'unknown',
      message: `chain without its authority: ${half.host}`,
      found: `the certificate of ${half.host} came without the one that issued it (${authorityOf(half)}), so that nobody can tell whose it is`,
      remedy: fix(
        'Public authorities say in a certificate where their own is fetched, and this one does. Windows would fetch it; the doctor does not.',
        by.network(`Let ${half.host} send its whole chain, or the device in between pass it on unchanged`),
        pressR,
      ),
    };
  const [any] = seen;
  if (any === undefined) {
    return {
      ...base,
      status: 'unknown',
      message: 'no certificate could be seen',
      found: 'no host was reached as far as TLS',
    };
  }
  const own = facts.byAddress && !(any.tls?.publicRoot ?? false);
  const message = own ? `${authorityOf(any)}, named in .ecmarc` : `public: ${authorityOf(any)}`;
  return {
    ...base,
    status: 'pass',
    message,
    found: `${seen.length} of ${facts.hosts.length} hosts looked at${missing}`,
  };
}

function isOpened({ tls }: ConnectionTrace, byAddress: boolean): boolean {
  if (tls === undefined || tls.publicRoot === true) return false;
  return !(byAddress && (tls.trustedBy === 'extra' || tls.extraRoot === true));
}

/** The authority at the top of what was shown. */
function authorityOf({ tls }: ConnectionTrace): string {
  const top = tls?.chain.at(-1);
  return top === undefined ? 'an unknown authority' : shortName(top.issuer) || 'an authority without a name';
}

function evidenceOf(facts: InspectionFacts): Evidence[] {
  const rows = facts.hosts.map((one) => {
    const value = one.tls === undefined ? (failureOf(one)?.brief ?? 'not seen') : authorityOf(one);
    return { label: one.host, value: one.tls?.publicRoot === false ? `${value} (not public)` : value };
  });
  return [...routeEvidence(facts.hosts), ...rows, ...unnamedEvidence(facts.unnamed)];
}

/** The agent never speaks to them. */
function portalsOnly(names: string): Remedy {
  return fix(
    'Only a browser on this server speaks to these hosts, never the agent: its own hosts are let through as they are.',
    by.network(
      `Where the portals are used on this server and do not work, exempt from TLS inspection: ${names}`,
    ),
  );
}

function exempt(settings: Settings): Remedy {
  const suffixes = agentSuffixes(settings).filter((one) => one !== '*.microsoft.com');
  const hosts = [...new Set([signInHost(settings).host, ...suffixes])].join(', ');
  return fix(
    "The agent proves itself to Microsoft with its own certificate; when a device on the way opens TLS, registration and sign-in fail. That a private authority means inspection is a conclusion, not confirmed by Microsoft's documents.",
    by.network(`Exempt from TLS inspection: ${hosts}`),
  );
}
