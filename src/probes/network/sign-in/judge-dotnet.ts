import { never } from '../../../base/never.ts';
import type { ConnectionTrace } from '../../../clients/connection/trace.ts';
import type { Evidence, Step, Verdict } from '../../../engine/probe.ts';
import { lackedByServices } from '../../../platform/proxy-selection.ts';
import { authority } from '../../../platform/url-host.ts';
import type { DotnetAnswer } from '../../../platform/windows/dotnet-request.ts';
import { internetTrustedByUsOnly } from '../../common/certificate-words.ts';
import { by, fix } from '../../common/fix.ts';
import { pressR } from '../../common/steps.ts';
import type { DotnetCheck } from './facts.ts';
import { failedByTrust, rootOnlyForUs } from './judge-trust.ts';
import { meanings, remedyOf, type Why, whyOf } from './words.ts';

/** What is compared: how far we came, and what .NET got. */
export interface TwoWays {
  readonly reached: ConnectionTrace;
  readonly dotnet: DotnetCheck;
  readonly rootOfUser?: boolean;
}

/**
 * The verdict on our own request, crossed with .NET's (decisions: network.sign-in): ours passing where .NET
 * fails is fail, the reverse warn; no answer of PowerShell leaves ours as it is, noted.
 */
export function crossCheck(ours: Verdict, ways: TwoWays): Verdict {
  const verdict = { ...ours, evidence: [...(ours.evidence ?? []), ...evidenceOf(ways.dotnet)] };
  const { dotnet, reached } = ways;
  if (dotnet.state === 'failed' && dotnet.problem.code === 'NO_ANSWER' && verdict.status === 'pass')
    return { ...verdict, ...late(dotnet.problem.text, reached) };
  if (dotnet.state !== 'seen') return noted(verdict, 'not cross-checked with .NET (see the evidence)');
  const theirs = outcomeOf(dotnet.value, reached);
  switch (theirs.kind) {
    case 'same':
      return verdict;
    case 'open':
      return noted(verdict, `not cross-checked with .NET: it was answered ${theirs.text}`);
    case 'through':
      return ours.status === 'fail' ? oursAlone(verdict, ways, dotnet.value) : verdict;
    case 'failed':
      return ours.status === 'pass' ? { ...verdict, ...theirsAlone(dotnet.value, theirs, reached) } : verdict;
    default:
      return never(theirs);
  }
}

function noted(verdict: Verdict, note: string): Verdict {
  if (verdict.status !== 'pass') return verdict;
  return { ...verdict, found: verdict.found === undefined ? note : `${verdict.found}; ${note}` };
}

type Outcome =
  | { readonly kind: 'same' | 'through' }
  /** A trouble of the host's own, which the next try may not meet. */
  | { readonly kind: 'open'; readonly text: string }
  | { readonly kind: 'failed'; readonly name: string; readonly why: Why };

function outcomeOf(answer: DotnetAnswer, { http, way }: ConnectionTrace): Outcome {
  if (answer.kind === 'failure') return { kind: 'failed', name: answer.failure, why: whyOf(answer.failure) };
  const { status } = answer;
  const text = `HTTP status ${status}`;
  if (status === http?.status) return { kind: 'same' };
  if (status === 200 || status === 400) return { kind: 'through' };
  const byProxy = answer.proxy !== undefined || way.kind === 'proxy';
  if (status === 429 || (status >= 500 && !byProxy)) return { kind: 'open', text };
  return { kind: 'failed', name: text, why: byProxy ? 'proxy' : 'other' };
}

/** Ours fails, .NET's gets through: the services may be better off than this doctor. */
function oursAlone(ours: Verdict, { reached, rootOfUser }: TwoWays, answer: DotnetAnswer): Verdict {
  // .NET was run by this user: what it trusts by this user's store, no service trusts (decisions: Trust).
  if (rootOnlyForUs(reached) !== undefined) return ours;
  if (failedByTrust(reached) && rootOfUser === true)
    return { ...ours, ...internetTrustedByUsOnly(reached.tls, true) };
  const other = answer.proxy !== undefined && reached.way.kind === 'direct';
  const proxy = proxyText(answer);
  const whereby = other ? ` by the proxy ${proxy}, which .NET found by itself` : '';
  return {
    ...ours,
    status: 'warn',
    message: `only .NET gets through: ${ours.message}`,
    found: `a request of .NET Framework, in which the agent is written, reaches ${reached.host}${whereby}; the doctor's own does not`,
    remedy: fix(
      `The services go out as .NET does, so they may well work. ${other ? 'The proxy may come from a setting of this user, which services do not have.' : 'What the doctor cannot see this way stays unchecked.'} ${ours.remedy?.why ?? ''}`.trim(),
      ...(other ? tellProxy(proxy) : []),
      ...(ours.remedy?.steps ?? []),
    ),
  };
}

function tellProxy(proxy: string): readonly Step[] {
  return [by.server(`Name the proxy in .ecmarc: network: { proxy: "http://${proxy}" }`), pressR];
}

/** Silence is no answer of either kind: the agent may wait as long. */
function late(
  text: string,
  reached: ConnectionTrace,
): Pick<Verdict, 'status' | 'message' | 'found' | 'remedy'> {
  return {
    status: 'warn',
    message: `no answer of .NET: ${reached.host}`,
    found: `the doctor's own request reaches ${reached.host}; of .NET Framework, in which the agent is written, it is not known: ${text}`,
    remedy: remedyOf('silence', reached, undefined),
  };
}

/**
 * Ours passes, .NET's fails: the agent will fail too, where .NET went by the agent's way. Its own finding of a proxy and
 * a way that only this user has are not the agent's.
 */
function theirsAlone(
  answer: DotnetAnswer,
  { name, why }: Extract<Outcome, { kind: 'failed' }>,
  reached: ConnectionTrace,
): Pick<Verdict, 'status' | 'message' | 'found' | 'remedy'> {
  const proxy = proxyText(answer);
  const whereby = answer.proxy === undefined ? '' : ` by the proxy ${proxy}, which it found by itself`;
  const { way } = reached;
  const ofUser = way.kind === 'proxy' && lackedByServices(way.source);
  return {
    status: answer.proxy !== undefined || ofUser ? 'warn' : 'fail',
    message: `.NET fails: ${name}`,
    found: `the doctor's own request reaches ${reached.host}; one of .NET Framework, in which the agent is written, does not${whereby}: ${meanings[why]}`,
    remedy: remedyOf(why, reached, answer.proxy === undefined ? undefined : proxy),
  };
}

/** What .NET got: names and numbers of its own, in no language. */
function evidenceOf(dotnet: DotnetCheck): readonly Evidence[] {
  switch (dotnet.state) {
    case 'absent':
      return [{ label: '.NET', value: 'not cross-checked: there is no PowerShell here' }];
    case 'denied':
      return [{ label: '.NET', value: 'not cross-checked: PowerShell may not be started' }];
    case 'failed':
      return [{ label: '.NET', value: `not cross-checked: ${dotnet.problem.text} (${dotnet.problem.code})` }];
    case 'seen':
      return answerEvidence(dotnet.value);
    default:
      return never(dotnet);
  }
}

function proxyText({ proxy }: DotnetAnswer): string {
  return proxy === undefined ? '' : authority(proxy.host, proxy.port);
}

function answerEvidence(answer: DotnetAnswer): readonly Evidence[] {
  const by = answer.proxy === undefined ? '' : `, by proxy ${proxyText(answer)}`;
  if (answer.kind === 'status') return [{ label: '.NET', value: `HTTP status ${answer.status}${by}` }];
  const faults = (answer.faults ?? []).map(({ type, hresult, code }) => ({
    label: '.NET fault',
    value: `${type} ${hresult}${code === undefined ? '' : `, code ${code}`}`,
  }));
  return [{ label: '.NET', value: `${answer.failure}${by}` }, ...faults];
}
