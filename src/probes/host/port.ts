import { defined } from '../../base/defined.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import { isHostService } from '../../clients/host/services.ts';
import type { Facts } from '../../engine/facts.ts';
import type { JudgeInput, Remedy, Verdict } from '../../engine/probe.ts';
import { authority } from '../../platform/url-host.ts';
import { absent } from '../../platform/windows/answer.ts';
import type { PortOwner, PortTrial, ServiceName, WindowsAnswer } from '../../platform/windows/types.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { by, fix } from '../common/fix.ts';
import { openWizard } from '../common/host-steps.ts';
import { pass, warn } from '../common/verdicts.ts';
import { windowsOf } from '../common/windows.ts';
import { opened } from '../common/windows-answers.ts';
import { serverOs } from '../server/os.ts';
import { factsToken } from '../token.ts';
import { defineHostProbe } from './define.ts';
import { hostServices } from './services/facts.ts';

export interface PortFacts extends Facts {
  readonly port: number;
  /** Who listens on it. */
  readonly owners: WindowsAnswer<readonly PortOwner[]>;
  /** The host's service, where it is installed. */
  readonly service: WindowsAnswer<ServiceName>;
  /** Only tried when nobody listens. */
  readonly trial?: WindowsAnswer<PortTrial>;
  /** URLs with this port that are reserved in HTTP.sys. */
  readonly urls: readonly string[];
}

export const hostPort = factsToken<PortFacts>('host', 'port');

/** HTTP.sys listens in the kernel, for whichever program registered the URL. */
const kernel = 4;

export const hostPortProbe = defineHostProbe(hostPort, {
  title: "Port free, or the host's own",
  levels: levels('recommended', 'recommended'),
  requirements: ['HOST-04'],
  needs: [serverOs],
  uses: [hostServices],
  seconds: 15,
  collect,
  judge: judgePort,
});

async function collect(context: ProbeContext): Promise<PortFacts> {
  const windows = await windowsOf(context);
  const { port } = context.settings.host;
  const [listeners, services, urls] = await Promise.all([
    windows.listeners(),
    windows.services(),
    windows.urlReservations(),
  ]);
  const owners: PortFacts['owners'] =
    listeners.state === 'seen'
      ? { state: 'seen', value: listeners.value.filter((one) => one.port === port) }
      : listeners;
  const trial = owners.state === 'seen' && owners.value.length > 0 ? undefined : await windows.tryPort(port);
  return {
    usable: owners.state === 'seen' || trial?.state === 'seen',
    port,
    owners,
    service: serviceOf(services),
    ...defined({ trial }),
    urls: urls.state === 'seen' ? urls.value.filter((url) => url.includes(`:${port}/`)) : [],
  };
}

function serviceOf(services: WindowsAnswer<readonly ServiceName[]>): WindowsAnswer<ServiceName> {
  if (services.state !== 'seen') return services;
  const found = services.value.find(isHostService);
  return found === undefined ? { state: 'absent' } : { state: 'seen', value: found };
}

function judgePort({ facts, settings }: JudgeInput<Settings, PortFacts>): Verdict {
  const { port } = facts;
  const service = facts.service.state === 'seen' ? facts.service.value : undefined;
  const expected = service ? `port ${port} belongs to the connector host` : `port ${port} is free`;
  const owners = facts.owners.state === 'seen' ? facts.owners.value : [];
  const evidence = [
    ...owners.map((owner) => ({ label: authority(owner.address, owner.port), value: nameOf(owner) })),
    { label: 'Connector host', value: serviceText(facts.service) },
    ...facts.urls.map((url) => ({ label: 'Reserved URL', value: url })),
  ];
  const base = { expected, evidence };
  const [owner] = owners;
  if (owner !== undefined) return { ...base, ...taken(facts, owner, service) };
  const untried = facts.owners.state === 'seen' ? absent : facts.owners;
  const answer = opened({ trial: `port ${port}` }, { trial: facts.trial ?? untried });
  if (!answer.ok) return { ...base, ...answer.verdict };
  const { trial } = answer.values;
  if (trial === undefined) return { ...base, status: 'unknown', message: 'not settled' };
  if (trial === 'reserved')
    return { ...base, status: 'warn', message: `${port} is reserved by Windows`, remedy: release(port) };
  if (trial === 'in-use')
    return { ...base, status: 'warn', message: `${port} is in use`, remedy: change(port, listener(port)) };
  // A host that runs and does not listen here would be a finding.
  const told = opened({ service: "the connector host's service" }, { service: facts.service });
  if (!told.ok) return { ...base, ...told.verdict };
  const [url] = facts.urls;
  if (service === undefined && url !== undefined)
    return {
      ...base,
      ...warn(`${port} is free, but promised`, `another program has reserved ${url}`, change(port, byUrl)),
    };
  if (service?.state === 'running')
    return {
      ...base,
      ...warn(
        `nothing listens on ${port}`,
        'the connector host runs, but not on this port: perhaps another was chosen in its wizard',
        ownPort(settings),
      ),
    };
  return { ...base, ...pass(service ? `${port} is free, the host is stopped` : `${port} is free`) };
}

function serviceText(service: PortFacts['service']): string {
  if (service.state === 'seen') return `${service.value.name}, ${service.value.state}`;
  return service.state === 'absent' ? 'not installed' : 'not seen';
}

function taken(facts: PortFacts, owner: PortOwner, service: ServiceName | undefined): Verdict {
  if (service !== undefined && service.pid !== 0 && owner.pid === service.pid)
    return pass(`${facts.port} is the host's`);
  if (service?.state === 'running' && owner.pid === kernel)
    return pass(
      `${facts.port} answers, by Windows' HTTP service`,
      'Windows itself listens there for the program that registered the address; the connector host runs',
    );
  const told = opened({ service: "the connector host's service" }, { service: facts.service });
  if (!told.ok)
    return { ...told.verdict, message: `${facts.port} is taken by ${nameOf(owner)}, perhaps the host` };
  return {
    status: 'warn',
    message: `${facts.port} is taken by ${nameOf(owner)}`,
    remedy: change(facts.port, owner.pid === kernel ? byHttp : listener(facts.port)),
  };
}

/** The program's name without its folder, or its number. */
function nameOf(owner: PortOwner): string {
  const name = owner.image?.split('\\').at(-1);
  if (owner.pid === kernel) return "Windows' HTTP service";
  if (owner.pid === 0) return 'an unknown program';
  return name === undefined ? `process ${owner.pid}` : `${name} (${owner.pid})`;
}

function listener(port: number): string {
  return `powershell -Command "Get-Process -Id (Get-NetTCPConnection -LocalPort ${port} -State Listen).OwningProcess"`;
}

/** What listens through Windows' HTTP service is no process of its own. */
const byHttp = 'netsh.exe http show servicestate view=requestq';
const byUrl = 'netsh.exe http show urlacl';

/** `look` shows which program it is. */
function change(port: number, look: string): Remedy {
  return fix(
    'Two programs cannot listen on the same port.',
    by.server('See which program has it', look),
    by.server(
      `Move that program away from ${port}, or choose another port in the host's wizard, in the tenant URL of the application and as host.port in .ecmarc`,
    ),
  );
}

function release(port: number): Remedy {
  return fix(
    'Windows has kept a range of ports back, mostly for Hyper-V or containers (not confirmed by the documents of this product).',
    by.server('See the ranges', 'netsh.exe interface ipv4 show excludedportrange protocol=tcp'),
    by.server('Let go of them: stop Windows NAT', 'net.exe stop winnat'),
    by.server(
      'Keep the port for the connector host',
      `netsh.exe interface ipv4 add excludedportrange protocol=tcp startport=${port} numberofports=1 store=persistent`,
    ),
    by.server('Start Windows NAT again', 'net.exe start winnat'),
  );
}

function ownPort(settings: Settings): Remedy {
  return fix(
    'The application in Microsoft Entra ID reaches the host at the port in its tenant URL.',
    openWizard(settings, "See the port in the host's wizard, and write it as host.port in .ecmarc"),
  );
}
