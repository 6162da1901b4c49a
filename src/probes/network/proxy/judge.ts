import { never } from '../../../base/never.ts';
import { moment } from '../../../base/phrases.ts';
import { failedStep } from '../../../clients/connection/layers.ts';
import type { JudgeInput, Remedy, Verdict } from '../../../engine/probe.ts';
import { isRefusal } from '../../../platform/problem.ts';
import {
  type Configured,
  lackedByServices,
  type ProxyEndpoint,
  type ProxySource,
  proxyLabel,
  unclearExceptions,
} from '../../../platform/proxy-selection.ts';
import { authority } from '../../../platform/url-host.ts';
import { requirement } from '../../../requirements/index.ts';
import type { Settings } from '../../../settings/schema.ts';
import { stepFailure } from '../../common/connection-words.ts';
import { by, fix } from '../../common/fix.ts';
import { refusedVerdict } from '../../common/windows-answers.ts';
import { isScript, namedInstead } from '../pac-script.ts';
import { proxyEvidence } from './evidence.ts';
import type { ProxyFacts } from './facts.ts';
import {
  allowConnect,
  mendFile,
  mendNeighbour,
  nameProxy,
  plainExceptions,
  readableFile,
  sourceNames,
  unseenSystemProxy,
  withoutPassword,
  writeAgentFile,
  wrongPassword,
} from './words.ts';

type Answered = ProxyFacts & { readonly answer: NonNullable<ProxyFacts['answer']> };

export function judgeProxy({ facts }: JudgeInput<Settings, ProxyFacts>): Verdict {
  const evidence = proxyEvidence(facts);
  const ofAgent = withConfigured(withAgentFile(withExceptions(judgeWay(facts), facts), facts), facts);
  const verdict = withNeighbours(ofAgent, facts);
  return { expected: 'a way out that the services have too', ...verdict, evidence };
}

/** Where an expression of .NET cannot be followed here, the agent may go round the proxy that works for us. */
function withExceptions(verdict: Verdict, { way, toward }: ProxyFacts): Verdict {
  const [unclear] = unclearExceptions(way, toward.host, toward.port);
  if (unclear === undefined || verdict.status === 'fail') return verdict;
  return {
    ...verdict,
    status: 'unknown',
    message: 'an exception from the proxy cannot be followed',
    found: `${unclear}: whether ${toward.host} goes round the proxy by it, only .NET can tell. Without it: ${verdict.message}.`,
    remedy: plainExceptions,
  };
}

/** What .NET refuses ends every request; what it leaves to others than a proxy or none cannot be told from outside. */
function withConfigured(verdict: Verdict, facts: ProxyFacts): Verdict {
  const { configured } = facts;
  switch (configured?.kind) {
    case 'throws':
      return {
        status: 'fail',
        message: `.NET refuses ${configuredNames[configured.from]}`,
        found: `${configured.file}: ${configured.text}. Every request of the agent fails by it.`,
        remedy: mendFile(configured, facts.services),
      };
    case 'open':
      return {
        status: 'unknown',
        message: `the way out is left to what cannot be seen`,
        found: `${configured.file}: ${configured.text}. Without it: ${verdict.message}.`,
        remedy: nameProxy('The agent goes where that sends it, which the doctor cannot tell.'),
      };
    default:
      return verdict;
  }
}

/** The updater and the wizard go out by files of their own: a fault there ends their requests, not the agent's. */
function withNeighbours(verdict: Verdict, { neighbours = [], configured, way }: ProxyFacts): Verdict {
  if (verdict.status !== 'pass') return verdict;
  const bad = neighbours.find(({ kind }) => kind === 'throws');
  if (bad !== undefined)
    return {
      ...verdict,
      status: 'warn',
      message: `.NET refuses the ${bad.program}'s file`,
      found: `${bad.file}: ${bad.text}. Every request of the ${bad.program} fails by it; of the agent: ${verdict.message}.`,
      remedy: mendNeighbour(bad),
    };
  const others = neighbours.filter(({ kind, text }) => kind !== configured?.kind || text !== configured.text);
  if (way.kind !== 'proxy' || way.source !== 'agent' || others.length === 0) return verdict;
  const differ = others.map(({ program, text }) => `the ${program}'s own file: ${text}`).join('; ');
  return { ...verdict, found: `${verdict.found === undefined ? '' : `${verdict.found}; `}${differ}` };
}

const configuredNames: Readonly<Record<Configured['from'], string>> = {
  agent: "the agent's file",
  'machine-config': 'machine.config',
  service: "the services' proxy",
};

/** The agent's file decides before all else: unread, a way that works here settles nothing. */
function withAgentFile(verdict: Verdict, facts: ProxyFacts): Verdict {
  const { agentUnread } = facts;
  if (agentUnread === undefined) return verdict;
  const { file } = requirement('NET-07').values;
  if (isScript(agentUnread) && namedInstead(facts))
    return verdict.status === 'pass'
      ? { ...verdict, found: `${sourceNames.settings}, in place of the PAC script in the agent's file` }
      : verdict;
  if (isScript(agentUnread))
    return {
      status: 'unknown',
      message: "the agent's PAC script was not evaluated",
      found: `${file}: ${agentUnread.text}. Without it: ${verdict.message}.`,
      remedy: nameProxy('The agent goes by the proxy that its script names, which the doctor cannot tell.'),
    };
  if (verdict.status === 'fail') return verdict;
  return {
    ...(isRefusal(agentUnread) ? refusedVerdict("the agent's configuration file") : { remedy: readableFile }),
    status: 'unknown',
    message: "the agent's file cannot be read",
    found: `${file}: ${agentUnread.text}. Without it: ${verdict.message}.`,
  };
}

function judgeWay(facts: ProxyFacts): Verdict {
  if (facts.way.kind === 'direct') return judgeDirect(facts);
  const { answer } = facts;
  if (answer === undefined) {
    return judgeSource(facts, facts.way, `${proxyLabel(facts.way)}, not for ${facts.toward.host}`);
  }
  return withoutServices(judgeAnswer({ ...facts, answer }, facts.way), facts.way.source);
}

/** A proxy that lets nobody out, where only this user goes by it: the services may fare better without. */
function withoutServices(verdict: Verdict, source: ProxySource): Verdict {
  if (verdict.status !== 'fail' || !lackedByServices(source)) return verdict;
  const { found, remedy } = verdict;
  const where = sourceNames[source];
  return {
    ...verdict,
    found: `${found}; set in ${where}: the service will not have it`,
    remedy: fix(
      remedy?.why ?? '',
      ...(remedy?.steps ?? []),
      by.server(
        source !== 'user'
          ? `Or, where the services need no proxy: take HTTPS_PROXY and ALL_PROXY out of ${source === 'environment' ? 'this environment' : where}, and start the doctor anew`
          : `Or, where the services need no proxy: switch it off in ${where}`,
      ),
    ),
  };
}

function judgeDirect(facts: ProxyFacts): Verdict {
  const { configured } = facts;
  if (configured?.kind === 'direct')
    return {
      status: 'pass',
      message: 'direct',
      found: `${configured.file}: ${configured.text}${facts.found.length > 0 ? '; the proxies that are set elsewhere do not count for the agent' : ''}`,
    };
  if (facts.unusable.length > 0) {
    const where = facts.unusable.map((one) => sourceNames[one.source]).join(', ');
    return {
      status: 'unknown',
      message: 'a proxy is set that cannot be used here',
      found: `${where}: not the address of an http or https proxy`,
      remedy: nameProxy('The services may be given this proxy too, and cannot use it either.'),
    };
  }
  if (facts.pac) {
    return {
      status: 'unknown',
      message: 'direct; a PAC script was not evaluated',
      found: 'the Internet settings name a PAC script or automatic detection',
      remedy: nameProxy(
        'The doctor went out directly. Such a script may name a proxy, which the services need too.',
      ),
    };
  }
  if (facts.systemUnread !== undefined) {
    return {
      status: 'unknown',
      message: 'direct; the system-wide proxy was not seen',
      found: `Windows did not tell it: ${facts.systemUnread.text}`,
      remedy: unseenSystemProxy(facts.services),
    };
  }
  return { status: 'pass', message: 'direct', found: ['no proxy is set', ...notes(facts)].join('; ') };
}

/** What a direct way is told with: it may look like more or less than it is. */
function notes({ services, detection, winHttp }: ProxyFacts): readonly string[] {
  return [
    ...(services?.detects === true && detection === 'nothing'
      ? [
          `${services.account} looks for one by automatic detection, and the name wpad leads nowhere here (DHCP was not asked)`,
        ]
      : []),
    ...(winHttp === undefined
      ? []
      : [
          `WinHTTP has ${proxyLabel(winHttp)}, by which revocation lists are fetched and the agent never goes`,
        ]),
  ];
}

function judgeAnswer(facts: Answered, way: ProxyEndpoint): Verdict {
  const { answer } = facts;
  const name = proxyLabel(way);
  const wanted = authority(facts.toward.host, facts.toward.port);
  switch (answer.credentials) {
    case 'not-given':
      if (way.ownAccount === true && answer.schemes.some((one) => /^(?:negotiate|ntlm|kerberos)$/i.test(one)))
        return {
          status: 'unknown',
          message: `sign-in wanted by ${name}`,
          found: `it answers 407${offers(answer.schemes)}; by useDefaultCredentials .NET answers as the account of the service, which cannot be tried here`,
          remedy: withoutPassword,
        };
      return no(
        `password wanted by ${name}`,
        `it answers 407 and none is set for it${offers(answer.schemes)}`,
        withoutPassword,
      );
    case 'not-offered':
      return {
        status: 'unknown',
        message: `${answer.schemes.join(', ') || 'a sign-in'} wanted by ${name}`,
        found: 'the password was not sent: only Basic can be tried here, and the proxy does not offer it',
        remedy: withoutPassword,
      };
    case 'refused':
    case 'standing': {
      const when = answer.refusal === undefined ? '' : ` at ${moment(answer.refusal.at)}`;
      const whom = way.account === undefined ? '' : ` to the account ${way.account}`;
      const found =
        answer.credentials === 'refused'
          ? `HTTP status ${answer.status}${whom}`
          : `refused${when}${whom}; not tried again, so that no account is locked`;
      return no(`password refused by ${name}`, found, wrongPassword);
    }
    case 'not-needed':
    case 'accepted':
    case 'unsettled':
      break;
    default:
      return never(answer.credentials);
  }
  const failed = failedStep(answer.steps);
  if (answer.status === undefined && failed !== undefined) {
    const failure = stepFailure(failed, { seen: answer.proxyTls, proxy: true, wanted });
    return no(failure.message, failed.problem?.text ?? '', failure.remedy);
  }
  if (answer.status === 401)
    return no(`answered 401 by ${name}`, 'it wants a sign-in, but not as proxies do (407)', withoutPassword);
  if (answer.status === 403)
    return no(`forbidden (403) by ${name}`, `HTTP status 403 for ${wanted}`, allowConnect(wanted));
  if (failed !== undefined) {
    return {
      status: 'warn',
      message: `answered ${answer.status} by ${name}`,
      found: `the proxy answers; it gave no tunnel to ${wanted}`,
      remedy: stepFailure(failed, { proxy: true, wanted }).remedy,
    };
  }
  if (answer.credentials === 'accepted') {
    const clear = way.tls ? '' : '; it goes there in clear text (Basic over http), as such proxies work';
    return {
      status: 'warn',
      message: `${name}, with a password`,
      found: `it wants a password, and took the one of ${way.account ?? 'the account'}${clear}`,
      remedy: withoutPassword,
    };
  }
  return judgeSource(facts, way, name);
}

/** The proxy works for us: will the services have it? */
function judgeSource(facts: ProxyFacts, way: ProxyEndpoint, message: string): Verdict {
  const found = `set in ${nameOf(way.source, facts)}`;
  const ofServices = way.source === 'service' || way.source === 'machine' || way.source === 'machine-config';
  if (ofServices && facts.pac)
    return {
      status: 'unknown',
      message: `${message}; a PAC script was not evaluated`,
      found: `${found}; a script or automatic detection comes before it`,
      remedy: nameProxy('The services go by what the script says, which the doctor cannot tell.'),
    };
  if (way.tls)
    return {
      status: 'warn',
      message: `${message}, spoken to by TLS`,
      found: `${found}: .NET knows no such proxy, and every request of the agent would fail with this address`,
      remedy: writeAgentFile(way, 'When it offers a port for http, add', facts.services),
    };
  if (facts.agentFile === false && !ofServices) {
    return {
      status: 'warn',
      message,
      found: `${found}, but not in the agent's file`,
      remedy: writeAgentFile(way, 'Add', facts.services),
    };
  }
  switch (way.source) {
    case 'environment':
    case 'machine-environment':
    case 'user':
      return {
        status: 'warn',
        message,
        found:
          way.source === 'machine-environment'
            ? `${found}: services have this variable, but .NET never reads it`
            : `${found}: the service will not have it`,
        remedy: writeAgentFile(way, 'When the agent is installed, add', facts.services),
      };
    case 'settings':
    case 'system':
      return { status: 'pass', message, found: `${found}; after installation the agent's file will need it` };
    case 'agent':
    case 'machine-config':
    case 'service':
    case 'machine':
      return { status: 'pass', message, found };
    default:
      return never(way.source);
  }
}

function nameOf(source: ProxySource, { services }: ProxyFacts): string {
  return source === 'service' && services !== undefined
    ? `the Internet settings of ${services.account}`
    : sourceNames[source];
}

function no(message: string, found: string, remedy: Remedy): Verdict {
  return { status: 'fail', message, found, remedy };
}

function offers(schemes: readonly string[]): string {
  return schemes.length === 0 ? '' : `; it offers ${schemes.join(', ')}`;
}
