import { defined } from '../../../base/defined.ts';
import { never } from '../../../base/never.ts';
import { totalMs } from '../../../clients/connection/layers.ts';
import type { ConnectionTrace } from '../../../clients/connection/trace.ts';
import type { JudgeInput, Remedy, Verdict } from '../../../engine/probe.ts';
import { authority } from '../../../platform/url-host.ts';
import type { Settings } from '../../../settings/schema.ts';
import { askPage } from '../../common/commands.ts';
import { failureOf, reachedEvidence } from '../../common/connection-words.ts';
import { by, fix } from '../../common/fix.ts';
import { unlessByScript } from '../pac-script.ts';
import type { SignInHostFacts } from './facts.ts';
import { crossCheck } from './judge-dotnet.ts';
import { rootOnlyForUs } from './judge-trust.ts';

export function judgeSignIn({ facts, uses }: JudgeInput<Settings, SignInHostFacts>): Verdict {
  const { reached } = facts;
  const evidence = reachedEvidence(reached);
  if (facts.issuer !== undefined) evidence.push({ label: 'Issuer', value: facts.issuer });
  const expected = `HTTPS to ${authority(reached.host, reached.port)} works`;
  const ours = { expected, ...judge(facts), evidence };
  const { dotnet, rootOfUser } = facts;
  // .NET evaluates scripts: where it was heard, that is settled.
  if (dotnet?.state !== 'seen' && failureOf(reached) !== undefined) {
    const open = unlessByScript(ours, reached.way, uses);
    return dotnet === undefined ? open : crossCheck(open, { reached, dotnet });
  }
  if (dotnet === undefined) return ours;
  return crossCheck(ours, { reached, dotnet, ...defined({ rootOfUser }) });
}

function judge(facts: SignInHostFacts): Verdict {
  const { reached } = facts;
  const failure = failureOf(reached);
  if (failure !== undefined) return { status: 'fail', ...failure };
  const { answer } = facts;
  switch (answer) {
    case 'document':
    case 'refusal': {
      const onlyOurs = rootOnlyForUs(reached);
      if (onlyOurs !== undefined) return onlyOurs;
      const message = `${reached.host}, ${totalMs(reached.steps)} ms`;
      if (answer === 'document') return { status: 'pass', message };
      return {
        status: 'pass',
        message,
        found: `reached; it does not know the tenant ${facts.tenant} (${facts.error ?? ''})`,
      };
    }
    case 'redirect':
      return portal(
        facts,
        `sent elsewhere by ${reached.host}`,
        `HTTP status ${status(facts)} to ${reached.http?.location ?? '(no address)'}`,
      );
    case 'page':
      return portal(
        facts,
        `a web page answers at ${reached.host}`,
        `HTTP status ${status(facts)}, ${reached.http?.type ?? 'no type'}, in place of the sign-in host's JSON`,
      );
    case 'other':
    case undefined:
      return {
        status: 'fail',
        message: `answered ${status(facts)} by ${reached.host}`,
        found: `HTTP status ${status(facts)}, ${reached.http?.type ?? 'no type'}: not the sign-in host's configuration`,
        remedy: somethingElse(reached, 'What answered is not the configuration that the sign-in host gives.'),
      };
    default:
      return never(answer);
  }
}

function status(facts: SignInHostFacts): string {
  return String(facts.reached.http?.status ?? '');
}

function portal(facts: SignInHostFacts, message: string, found: string): Verdict {
  const why = 'A portal or a filter of the network answers in place of the sign-in host.';
  return { status: 'fail', message, found, remedy: somethingElse(facts.reached, why) };
}

function somethingElse({ host, port }: ConnectionTrace, why: string): Remedy {
  return fix(
    why,
    by.server('See what answers', askPage(host, port, '/common/v2.0/.well-known/openid-configuration')),
    by.network(`Let this server reach ${host} without a portal, filter or TLS inspection`),
  );
}
