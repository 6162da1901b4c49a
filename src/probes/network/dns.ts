import { signInHost } from '../../clients/clouds.ts';
import { type LayerFacts, Steps } from '../../clients/connection/layers.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import { noAnswer, patience, within } from '../../clients/step-timeouts.ts';
import type { Facts } from '../../engine/facts.ts';
import type { JudgeInput, Verdict } from '../../engine/probe.ts';
import { isLoopback, type ProxyOrDirect, proxyLabel } from '../../platform/proxy-selection.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { stepEvidence, stepFailure } from '../common/connection-words.ts';
import { by, fix } from '../common/fix.ts';
import { factsToken } from '../token.ts';
import { brokenChain, chainText } from './broken-chain.ts';
import { defineNetworkProbe } from './define.ts';
import { internetRoutes } from './internet-routes.ts';
import { unlessByScript } from './pac-script.ts';

export interface DnsFacts extends Facts {
  /** The name that must be known here: the sign-in host's, or the proxy's. */
  readonly name: string;
  readonly way: ProxyOrDirect;
  readonly byAddress: boolean;
  readonly as: string;
  readonly step: LayerFacts;
  readonly addresses: readonly string[];
  /** Where the name is not known: what it is an alias of, in order; the last is the one that is not there. */
  readonly aliases?: readonly string[];
}

export const networkDns = factsToken<DnsFacts>('network', 'dns');

/** DNS that is silent for longer than this is told as silent. */
const silentSeconds = 10;

/** Through a proxy only the proxy's name must be known here: the proxy looks up the rest. */
export const networkDnsProbe = defineNetworkProbe(networkDns, {
  title: 'Finds the host by name',
  levels: levels('required', 'required'),
  requirements: ['NET-02', 'NET-12'],
  seconds: 15,
  collect,
  judge,
});

const noAddress = { code: 'NO_ADDRESS', text: 'the name has no address' } as const;

async function collect(context: ProbeContext, signal: AbortSignal): Promise<DnsFacts> {
  const { host, port, byAddress } = signInHost(context.settings);
  const { way } = internetRoutes(context)({ host, port });
  const name = way.kind === 'direct' ? host : way.host;
  context.waitingFor(`${name} (name)`);
  const steps = new Steps();
  const seconds = patience(context, silentSeconds);
  const told = await within(seconds, signal, (bounded) => context.platform.network.lookup(name, bounded));
  const silent = { ok: false, ms: seconds * 1000, problem: noAnswer(seconds) } as const;
  const empty = told?.ok === true && told.addresses.length === 0;
  const looked = empty ? ({ ok: false, ms: told.ms, problem: noAddress } as const) : (told ?? silent);
  const answer = steps.note('name', name, looked, (step) =>
    step.addresses.map((one) => one.address).join(', '),
  );
  const [step] = steps.list;
  if (step === undefined) throw new Error('the step was not noted');
  const addresses = (answer?.addresses ?? []).map((one) => one.address);
  if (answer === undefined) context.waitingFor(`${name} (aliases)`);
  const aliases =
    answer === undefined ? await brokenChain(context, name, { seconds: 3, share: 0.2 }, signal) : [];
  return {
    name,
    way,
    byAddress,
    as: context.platform.machine().user,
    step,
    addresses,
    ...(aliases.length === 0 ? {} : { aliases }),
    usable: answer !== undefined,
  };
}

function judge({ facts, uses }: JudgeInput<Settings, DnsFacts>): Verdict {
  const evidence = [
    {
      label: 'Way',
      value:
        facts.way.kind === 'direct' ? 'direct' : `by proxy ${proxyLabel(facts.way)}, which looks up the rest`,
    },
    { label: 'Asked as', value: facts.as },
    stepEvidence(facts.step),
  ];
  const expected = `${facts.name} has an address`;
  const proxy = facts.way.kind === 'proxy';
  if (!facts.step.ok) {
    const { aliases = [] } = facts;
    const { message, remedy } = stepFailure(
      { ...facts.step, peer: aliases.at(-1) ?? facts.step.peer },
      { proxy },
    );
    const chain = aliases.length === 0 ? {} : { found: chainText(facts.name, aliases) };
    return unlessByScript({ status: 'fail', expected, message, ...chain, remedy, evidence }, facts.way, uses);
  }
  const [first = ''] = facts.addresses;
  const nowhere = facts.addresses.filter((one) => isLoopback(one) || one === '0.0.0.0' || one === '::');
  if (!facts.byAddress && !proxy && nowhere.length > 0) {
    return {
      status: 'fail',
      message: `${facts.name} leads to ${nowhere[0]}`,
      expected,
      found: 'the name was pointed to nowhere: by a DNS filter, or a line of the hosts file',
      evidence,
      remedy: fix(
        'A name that leads back to this server cannot be reached.',
        by.server(
          'Look for the name in the hosts file',
          `findstr.exe /i /n /c:"${facts.name}" C:\\Windows\\System32\\drivers\\etc\\hosts`,
        ),
        by.network(`Exempt ${facts.name} from the DNS filter`),
      ),
    };
  }
  const more = facts.addresses.length > 1 ? ` and ${facts.addresses.length - 1} more` : '';
  return { status: 'pass', message: `${first}${more}`, expected, evidence };
}
