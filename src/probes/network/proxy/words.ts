import type { Remedy } from '../../../engine/probe.ts';
import {
  type Configured,
  type NeighbourWay,
  type ProxyEndpoint,
  type ProxySelection,
  type ProxySource,
  proxyLabel,
} from '../../../platform/proxy-selection.ts';
import { requirement } from '../../../requirements/index.ts';
import { by, fix } from '../../common/fix.ts';
import { addLines } from '../../common/not-run.ts';
import { pressR } from '../../common/steps.ts';

/** How `.ecmarc` names a proxy. */
export const proxyLine = 'network: { proxy: "http://proxy.contoso.example:8080" }';

export const sourceNames: Readonly<Record<ProxySource, string>> = {
  agent: "the agent's configuration file",
  settings: 'network.proxy of .ecmarc',
  'machine-config': "machine.config, .NET's file for the whole machine",
  service: "the Internet settings of the services' account",
  machine: "the machine's Internet settings, which a policy makes everybody's",
  system: 'the system-wide setting (WinHTTP)',
  user: "this user's Internet settings",
  'machine-environment': "the machine's environment",
  environment: "this user's environment",
};

export const readableFile = fix(
  'The agent takes its proxy from this file before all else.',
  by.server('Look into the file, and mend it if it is damaged'),
  pressR,
);

/** Of an expression that JavaScript does not have, or that takes too long. */
export const plainExceptions = fix(
  'The exceptions of a .config file are regular expressions of .NET. One that the doctor cannot follow may send the agent directly to a host that only the proxy reaches, or the other way round.',
  by.server(
    'Write the exception more simply, for example',
    '<add address="^https?://[^/]*\\.contoso\\.example" />',
  ),
  pressR,
);

/** Where a proxy of services is seen and set by hand; .NET never reads what `netsh winhttp` sets. */
export function unseenSystemProxy(services: Services): Remedy {
  const alias = bitsAlias(services);
  if (services?.from === 'machine')
    return fix(
      "A policy makes the machine's Internet settings everybody's, the services' too. Whether a proxy is set there stays open.",
      by.server('See them by hand', `reg.exe query "${machineSettings}"`),
      addLines('If there is one, name it in .ecmarc', proxyLine),
    );
  return fix(
    'The services use the Internet settings of their own account. Whether a proxy is set there stays open.',
    alias === undefined
      ? by.server(
          `Start the service that runs as ${services?.account}, and the doctor as an administrator: the settings of this account can be read while it is logged on`,
        )
      : by.server(
          `See those of ${spelt(alias)} by hand, as an administrator`,
          `bitsadmin /util /getieproxy ${alias}`,
        ),
    addLines('If there is one, name it in .ecmarc', proxyLine),
  );
}

type Services = ProxySelection['services'];

const machineSettings = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';

/** `bitsadmin` knows the accounts that Windows brings, and no other; what it sets does not count where a policy takes the machine's. */
function bitsAlias(services: Services): string | undefined {
  if (services?.from === 'machine') return undefined;
  const name = (services?.account ?? 'NETWORK SERVICE')
    .replace(/^(?:NT AUTHORITY|\.)\\/i, '')
    .replaceAll(' ', '')
    .toUpperCase();
  if (name === 'SYSTEM') return 'LOCALSYSTEM';
  return ['NETWORKSERVICE', 'LOCALSERVICE', 'LOCALSYSTEM'].includes(name) ? name : undefined;
}

function spelt(alias: string): string {
  return alias.replace(/(?=SERVICE$|SYSTEM$)/, ' ');
}

/** .NET refuses a file, or what Windows has for the account: each request of the agent fails. */
export function mendFile({ from, file }: Pick<Configured, 'from' | 'file'>, services: Services): Remedy {
  const alias = from === 'service' ? bitsAlias(services) : undefined;
  const element = defaultProxyElement('http://proxy.contoso.example:8080');
  return fix(
    'A .NET Framework program that cannot read its proxy makes no request at all, a direct one neither.',
    from !== 'service'
      ? by.server(`Correct ${file} at that place; a proxy is named like this`, element)
      : alias === undefined
        ? by.server(
            `Name the proxy in ${requirement('NET-07').values.file}, just before </configuration>: it comes before ${file}`,
            element,
          )
        : by.server(
            `Correct the proxy in ${file}: host:port without a scheme, or with http://`,
            `bitsadmin /util /setieproxy ${alias} MANUAL_PROXY proxy.contoso.example:8080 "<local>"`,
          ),
    restartAgent,
    pressR,
  );
}

/** The same of a program beside the agent. */
export function mendNeighbour({ program, file }: Pick<NeighbourWay, 'program' | 'file'>): Remedy {
  return fix(
    program === 'wizard'
      ? 'The wizard registers the agent, and goes out by a file of its own.'
      : 'The updater fetches new versions of the agent, and goes out by a file of its own.',
    by.server(
      `Correct ${file} at that place; a proxy is named like this`,
      defaultProxyElement('http://proxy.contoso.example:8080'),
    ),
    program === 'wizard' ? 'Start the wizard anew' : 'Restart the service of the updater',
    pressR,
  );
}

const restartAgent = by.server(
  'Restart the agent: it reads this once, when it starts',
  'powershell -Command "Restart-Service AADConnectProvisioningAgent"',
);

function defaultProxyElement(address: string): string {
  return `<system.net><defaultProxy enabled="true" useDefaultCredentials="true"><proxy usesystemdefault="true" proxyaddress="${address}" bypassonlocal="true" /></defaultProxy></system.net>`;
}

export const withoutPassword = fix(
  'The agent and the connector host run as service accounts, which have no password to give to a proxy. That they need a proxy without one is not stated in these words by Microsoft.',
  by.network(
    'Let this server through the proxy without a password, for the hosts of Microsoft sign-in and of the agent',
  ),
  by.network("Or let the proxy accept Kerberos of the server's computer account"),
);

export const wrongPassword = fix(
  'Another try with the same password could lock the account, so it waits until the settings change.',
  by.server('Correct network.proxy.user and network.proxy.password in .ecmarc'),
  by.network('Ask whether the account is locked or its password has expired'),
  pressR,
);

/** No proxy could be taken from where one is said to be. */
export function nameProxy(why: string): Remedy {
  return fix(
    why,
    by.network('Ask which proxy this server is to use, if any'),
    addLines('Name it in .ecmarc', proxyLine),
    pressR,
  );
}

export function allowConnect(wanted: string): Remedy {
  return fix(
    'The proxy answers, but its rules do not let this server reach the sign-in host.',
    by.network(`Allow CONNECT to ${wanted} from this server, without inspecting TLS`),
  );
}

/** `services`: whom the agent runs as; its own file is the only place for one that `bitsadmin` does not know. */
export function writeAgentFile(way: ProxyEndpoint, add: string, services: Services): Remedy {
  const { file } = requirement('NET-07').values;
  const name = proxyLabel(way);
  const alias = bitsAlias(services);
  return fix(
    `Services do not see this user's settings or environment. The agent reads its proxy from its own configuration file; its updater and its setup have a file each, beside their programs.${way.tls ? ' .NET speaks to a proxy by http:// alone: this one must offer such a port.' : ''}`,
    by.server(`${add} to ${file}, just before </configuration>`, defaultProxyElement(`http://${name}`)),
    restartAgent,
    ...(alias === undefined
      ? []
      : [
          by.server(
            `Or set it for the account of the services, here ${spelt(alias)}, as an administrator`,
            `bitsadmin /util /setieproxy ${alias} MANUAL_PROXY ${name} "<local>"`,
          ),
        ]),
    by.server(
      'For downloads of revocation lists alone (the agent itself never goes by it)',
      `netsh winhttp set proxy ${name}`,
    ),
  );
}
