import type { Remedy } from '../../../engine/probe.ts';
import { type ProxyEndpoint, type ProxySource, proxyLabel } from '../../../platform/proxy-selection.ts';
import { requirement } from '../../../requirements/index.ts';
import { by, fix } from '../../common/fix.ts';
import { addLines } from '../../common/not-run.ts';
import { pressR } from '../../common/steps.ts';

/** How `.ecmarc` names a proxy. */
export const proxyLine = 'network: { proxy: "http://proxy.contoso.example:8080" }';

export const sourceNames: Readonly<Record<ProxySource, string>> = {
  agent: "the agent's configuration file",
  settings: 'network.proxy of .ecmarc',
  system: 'the system-wide setting (WinHTTP)',
  user: "this user's Internet settings",
  environment: "this user's environment",
};

export const readableFile = fix(
  'The agent takes its proxy from this file before all else.',
  by.server('Look into the file, and mend it if it is damaged'),
  pressR,
);

export const unseenSystemProxy = fix(
  'The services use the proxy that is set for the whole machine. Whether there is one stays open.',
  by.server('See it by hand', 'netsh.exe winhttp show proxy'),
  addLines('If there is one, name it in .ecmarc', proxyLine),
);

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

export function writeAgentFile(way: ProxyEndpoint, add: string): Remedy {
  const { file } = requirement('NET-07').values;
  const address = `${way.tls ? 'https' : 'http'}://${proxyLabel(way)}`;
  return fix(
    "Services do not see this user's settings or environment. The agent reads its proxy from its own configuration file.",
    by.server(
      `${add} to ${file}, just before </configuration>`,
      `<system.net><defaultProxy enabled="true" useDefaultCredentials="true"><proxy usesystemdefault="true" proxyaddress="${address}" bypassonlocal="true" /></defaultProxy></system.net>`,
    ),
    by.server('Restart the agent', 'powershell -Command "Restart-Service AADConnectProvisioningAgent"'),
    by.server('Set the proxy for the whole machine too', `netsh winhttp set proxy ${proxyLabel(way)}`),
  );
}
