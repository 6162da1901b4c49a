import type { FactsReader } from '../../engine/facts.ts';
import type { Remedy, Verdict } from '../../engine/probe.ts';
import type { ProxyOrDirect } from '../../platform/proxy-selection.ts';
import type { Problem } from '../../platform/types.ts';
import { fix } from '../common/fix.ts';
import { addLines } from '../common/not-run.ts';
import { pressR } from '../common/steps.ts';
import { networkProxy, type ProxyFacts } from './proxy/facts.ts';
import { proxyLine } from './proxy/words.ts';

/** The agent's file was read, and leaves the choice to a script. */
export function isScript({ code }: Problem): boolean {
  return code === 'PAC';
}

/** The person has told which proxy it is. */
export function namedInstead({ way }: ProxyFacts): boolean {
  return way.kind === 'proxy' && way.source === 'settings';
}

/**
 * A host that was not reached, where a PAC script stands that nobody evaluated: the proxy that it names may well reach
 * it, so that is `unknown`, never `fail` (decisions: Which way out).
 */
export function unlessByScript(verdict: Verdict, way: ProxyOrDirect, uses: FactsReader): Verdict {
  if (verdict.status !== 'fail' || !scriptMayDiffer(way, uses)) return verdict;
  const { message, found, remedy } = verdict;
  return {
    ...verdict,
    status: 'unknown',
    message: `${message} (a PAC script was not evaluated)`,
    found: `${found === undefined ? '' : `${found}; `}by the proxy that the script names it may be reached`,
    remedy: byProxy(remedy),
  };
}

function scriptMayDiffer(way: ProxyOrDirect, uses: FactsReader): boolean {
  const proxy = uses.of(networkProxy);
  if (proxy === undefined || namedInstead(proxy)) return false;
  if (proxy.agentUnread !== undefined && isScript(proxy.agentUnread)) return true;
  return proxy.pac && proxy.way.kind === 'direct' && way.kind === 'direct';
}

function byProxy(remedy: Remedy | undefined): Remedy {
  return fix(
    `The doctor does not evaluate PAC scripts. ${remedy?.why ?? ''}`.trim(),
    addLines('Name in .ecmarc the proxy that the script gives this server', proxyLine),
    pressR,
    ...(remedy?.steps ?? []),
  );
}
