import type { Facts, JudgeInput, Verdict } from '../../engine/probe.ts';
import { wayText } from '../../platform/way-out.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { describeProbe, type MakeProbe } from '../describe.ts';
import type { ProbeContext } from '../probe.ts';
import { agentHosts, agentSuffixes, cloudByAddress } from './agent-host-list.ts';
import { networkFingerprint } from './clouds.ts';
import { failureOf } from './failure.ts';
import { reachAll } from './reach.ts';
import { isReached, type Reached } from './reached.ts';
import { totalMs } from './steps.ts';

export interface AgentHostsFacts extends Facts {
  readonly hosts: readonly (Reached & { readonly required: boolean })[];
}

const secondsEach = 15;

/** Every host of the agent that has a name: any HTTP status means that it was reached. */
export const networkAgentHosts: MakeProbe = ({ settings }) =>
  describeProbe({
    id: 'network.agent-hosts',
    title: "Reaches the agent's hosts",
    levels: levels('info', 'required'),
    requirements: ['NET-04', 'NET-04g', 'NET-04c'],
    needs: ['network.proxy'],
    seconds: 60,
    fingerprint: `${networkFingerprint(settings)} ${settings.tenant.id ?? ''}`,
    notApplicable: cloudByAddress,
    work: { collect, judge },
  });

async function collect(context: ProbeContext, signal: AbortSignal): Promise<AgentHostsFacts> {
  const hosts = agentHosts(context.settings);
  const goals = hosts.map(({ host }) => ({ host, port: 443, tls: true, get: '/' }));
  const reached = await reachAll(context, goals, secondsEach, signal);
  const both = reached.map((one, place) => ({ ...one, required: hosts[place]?.required ?? false }));
  return { hosts: both, usable: both.some(isReached) };
}

function judge({ facts, settings }: JudgeInput<Settings, AgentHostsFacts>): Verdict {
  const missed = facts.hosts.filter((one) => !isReached(one));
  const needed = missed.filter((one) => one.required);
  const [first] = facts.hosts;
  const evidence = [
    ...(first === undefined
      ? []
      : [
          { label: 'Way', value: wayText(first.way) },
          { label: 'Asked as', value: first.as },
        ]),
    ...facts.hosts.map((one) => ({ label: one.host, value: hostLine(one) })),
  ];
  const message = `${facts.hosts.length - missed.length} of ${facts.hosts.length} hosts`;
  const expected = 'every host of the agent that can be named answers';
  const [worst] = [...needed, ...missed];
  if (worst === undefined) return { status: 'pass', message, expected, evidence };
  const failure = failureOf(worst);
  return {
    status: needed.length > 0 ? 'fail' : 'warn',
    message: needed.length > 0 ? (failure?.message ?? message) : message,
    expected,
    found: `not reached: ${missed.map((one) => one.host).join(', ')}`,
    evidence,
    remedy: {
      why: failure?.remedy.why ?? '',
      steps: [
        // What fails is looked at on the server first; only then is there something to ask of the network.
        ...(failure?.remedy.steps ?? []),
        { text: `Allow outbound TCP 443 to ${missed.map((one) => one.host).join(', ')}`, owner: 'network' },
        ...suffixStep(settings),
      ],
      links: [],
    },
  };
}

/** Names under a suffix cannot be tried one by one: the person is told to allow them all. */
function suffixStep(settings: Settings) {
  const suffixes = agentSuffixes(settings);
  if (suffixes.length === 0) return [];
  return [
    {
      text: `And, because their names cannot be tried, to ${suffixes.join(', ')}`,
      owner: 'network' as const,
    },
  ];
}

function hostLine(one: Reached & { readonly required: boolean }): string {
  const weight = one.required ? '' : ', not required';
  const failure = failureOf(one);
  if (failure !== undefined) return `${failure.message}${weight}`;
  return `HTTP status ${one.http?.status ?? ''}, ${totalMs(one.steps)} ms${weight}`;
}
