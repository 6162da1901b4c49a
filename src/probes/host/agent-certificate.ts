import { plural } from '../../base/phrases.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import { findServices } from '../../clients/host/services.ts';
import type { Facts } from '../../engine/facts.ts';
import type { JudgeInput, Remedy, Verdict } from '../../engine/probe.ts';
import { readCertificate } from '../../platform/certificates.ts';
import type { Service, WindowsAnswer } from '../../platform/windows/types.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { by, fix } from '../common/fix.ts';
import { troubleshooting } from '../common/host-steps.ts';
import { pass, unknown, warn } from '../common/verdicts.ts';
import { windowsOf } from '../common/windows.ts';
import { opened } from '../common/windows-answers.ts';
import { factsToken } from '../token.ts';
import { defineInstalledHostProbe } from './define.ts';

/** A certificate that a registration of an agent left in the machine's store. */
export type RegisteredCertificate = {
  readonly thumbprint: string;
  readonly issuer: string;
  /** ISO 8601. */
  readonly notBefore: string;
  readonly notAfter: string;
};

export interface AgentCertificateFacts extends Facts {
  readonly agent: WindowsAnswer<Service>;
  /** By their issuer, the one that ends last first. */
  readonly certificates: WindowsAnswer<readonly RegisteredCertificate[]>;
}

export const hostAgentCertificate = factsToken<AgentCertificateFacts>('host', 'agent-certificate');

const { store, issuers, warnDays } = requirement('HOST-23').values;

/**
 * The agent's own certificate, made at its registration, by which it proves itself to Microsoft: not the host's. A running
 * agent renews it, a stopped one is removed when it has ended.
 */
export const hostAgentCertificateProbe = defineInstalledHostProbe(hostAgentCertificate, {
  title: 'Certificate of the agent',
  levels: levels('recommended', 'recommended'),
  requirements: ['HOST-23'],
  collect,
  judge: judgeAgentCertificate,
});

async function collect(context: ProbeContext): Promise<AgentCertificateFacts> {
  const windows = await windowsOf(context);
  const [{ agent }, mine] = await Promise.all([
    findServices(windows),
    windows.certificates('LocalMachine', 'My'),
  ]);
  if (mine.state !== 'seen') return { usable: false, agent, certificates: mine };
  const value = mine.value
    .flatMap(({ pem, thumbprint }): RegisteredCertificate[] => {
      const read = readCertificate(pem);
      if (read === undefined || !isRegistration(read.issuer)) return [];
      const { issuer, notBefore, notAfter } = read;
      return [{ thumbprint, issuer, notBefore, notAfter }];
    })
    .toSorted((one, other) => (one.notAfter < other.notAfter ? 1 : -1));
  return { usable: value.length > 0, agent, certificates: { state: 'seen', value } };
}

function isRegistration(issuer: string): boolean {
  return issuers.some((suffix) => issuer.toLowerCase().includes(suffix));
}

const day = 24 * 60 * 60 * 1000;

function judgeAgentCertificate({ facts, observedAt }: JudgeInput<Settings, AgentCertificateFacts>): Verdict {
  const expected = 'valid, and a running agent to renew it';
  const answers = opened({ certificates: "the machine's certificates" }, facts);
  if (!answers.ok) return { expected, ...answers.verdict };
  const { certificates = [] } = answers.values;
  const { agent } = facts;
  const evidence = [
    ...certificates.map(({ issuer, notBefore, notAfter, thumbprint }) => ({
      label: issuer,
      value: `${notBefore.slice(0, 10)} to ${notAfter.slice(0, 10)}, ${thumbprint}`,
    })),
    {
      label: 'Agent',
      value: agent.state === 'seen' ? `${agent.value.state}, as ${agent.value.account}` : 'not seen',
    },
  ];
  const base = { expected, evidence };
  const runs = agent.state === 'seen' && agent.value.state === 'running';
  const [newest] = certificates;
  if (newest === undefined)
    return {
      ...base,
      ...unknown(
        `not in ${store}`,
        'No certificate of a registration lies there. It was never registered here, or has renewed it: a renewed one may lie in the store of the account that the agent runs as.',
        registerIfNever,
      ),
    };
  const until = newest.notAfter.slice(0, 10);
  const left = Math.floor((new Date(newest.notAfter).getTime() - new Date(observedAt).getTime()) / day);
  if (runs) return { ...base, ...running(until, left) };
  const stands =
    agent.state === 'seen' ? `the agent is ${agent.value.state}` : 'the service of the agent was not seen';
  if (left < 0)
    return {
      ...base,
      ...warn(
        `ended on ${until}`,
        `And ${stands}. An agent that stands still until then is removed for good, as Microsoft says of cloud sync.`,
        registerAnew,
      ),
    };
  return {
    ...base,
    ...warn(
      left < warnDays
        ? `ends in ${plural(left, 'day', 'days')}, on ${until}`
        : `until ${until}, and ${stands}`,
      `${left < warnDays ? `And ${stands}. ` : ''}Only a running agent renews it; one that stands still until it ends is removed for good, as Microsoft says of cloud sync.`,
      startIt,
    ),
  };
}

/** A running agent renews it by itself; where the renewed one lies is another store. */
function running(until: string, left: number): Verdict {
  if (left < 0)
    return unknown(
      `the one of ${store} ended on ${until}`,
      'The agent runs: it may have renewed it into the store of its account, which cannot be read from outside.',
      registerIfNever,
    );
  return left < warnDays
    ? pass(
        `until ${until}`,
        `It ends in ${plural(left, 'day', 'days')}; a running agent renews it by itself.`,
      )
    : pass(`until ${until}`);
}

const start = by.server('Start the agent, as an administrator', 'sc.exe start "AADConnectProvisioningAgent"');
const wizard = by.server(
  'Register the agent anew, as an administrator: its wizard asks for a sign-in to the tenant',
  `powershell -Command "Start-Process -Verb RunAs 'C:\\Program Files\\Microsoft Azure AD Connect Provisioning Agent\\AADConnectProvisioningAgentWizard.exe'"`,
);
const seeInPortal = by.entra(
  'See whether the agent is listed as active in the application, under On-premises connectivity',
);

const startIt: Remedy = fix(
  'The agent proves itself to Microsoft by this certificate. How long it is valid is not documented.',
  start,
  seeInPortal,
);
const registerAnew: Remedy = fix(
  'The agent proves itself to Microsoft by this certificate, and cannot renew one that has ended.',
  start,
  seeInPortal,
  wizard,
  troubleshooting,
);
const registerIfNever: Remedy = fix(
  'Whether the agent is registered is seen in the tenant.',
  seeInPortal,
  wizard,
);
