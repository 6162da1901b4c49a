import { never } from '../../../base/never.ts';
import type { ConnectionTrace } from '../../../clients/connection/trace.ts';
import type { Remedy, Step } from '../../../engine/probe.ts';
import { shortName } from '../../../platform/certificates.ts';
import { proxyLabel } from '../../../platform/proxy-selection.ts';
import { authority } from '../../../platform/url-host.ts';
import { importAuthority, pageAddress } from '../../common/commands.ts';
import { by, fix } from '../../common/fix.ts';
import { restartNow } from '../../server/restart.ts';
import { strongCryptoSteps } from '../../server/strong-crypto.ts';
import { outgoingTls12Steps } from '../../server/tls12.ts';

/** What kind of thing stands in .NET's way: it decides who mends it, and how. */
export type Why = 'trust' | 'tls' | 'name' | 'connection' | 'silence' | 'proxy' | 'other';

/** By the names of System.Net.WebExceptionStatus (.NET Framework's reference). */
const whys: Readonly<Record<string, Why>> = {
  TrustFailure: 'trust',
  // A handshake that the other side cuts is told as a failed send or receive, not as one of the secure channel.
  SecureChannelFailure: 'tls',
  SendFailure: 'tls',
  ReceiveFailure: 'tls',
  ConnectionClosed: 'tls',
  KeepAliveFailure: 'tls',
  NameResolutionFailure: 'name',
  ConnectFailure: 'connection',
  Timeout: 'silence',
  ProxyNameResolutionFailure: 'proxy',
  RequestProhibitedByProxy: 'proxy',
  ProtocolError: 'proxy',
  // "The ServicePointManager does not support proxies with the https scheme."
  NotSupportedException: 'proxy',
};

export function whyOf(failure: string): Why {
  return whys[failure] ?? 'other';
}

export const meanings: Readonly<Record<Why, string>> = {
  trust: 'Windows does not trust the certificate',
  tls: 'no TLS connection came about',
  name: 'it cannot resolve the name',
  connection: 'it cannot connect',
  silence: 'it got no answer in time',
  proxy: 'the proxy does not let it through',
  other: 'see the evidence',
};

export function remedyOf(why: Why, reached: ConnectionTrace, found: string | undefined): Remedy {
  const { host, port, way, tls } = reached;
  const proxy = found ?? (way.kind === 'proxy' ? proxyLabel(way) : undefined);
  switch (why) {
    case 'trust': {
      const top = tls?.chain.at(-1);
      return fix(
        "The agent trusts what the machine's store trusts. Windows fetches public authorities when they are needed, unless a policy or the network keeps it from that.",
        by.server(
          'See whether a policy forbids it (1 does)',
          'reg query HKLM\\SOFTWARE\\Policies\\Microsoft\\SystemCertificates\\AuthRoot /v DisableRootAutoUpdate',
        ),
        by.network('Let this server reach http://ctldl.windowsupdate.com'),
        by.server(
          `Or import the authority ${top === undefined ? '' : `${shortName(top.issuer)} `}into LocalMachine\\Root, as an administrator (give the path of its file)`,
          importAuthority('root.cer'),
        ),
      );
    }
    case 'tls':
      return fix(
        'The doctor brings its own TLS, the agent uses that of Windows: TLS 1.2 or its ciphers may be switched off there, or .NET may be kept from strong cryptography.',
        ...outgoingTls12Steps,
        ...strongCryptoSteps,
        restartNow,
      );
    case 'name':
    case 'connection':
    case 'silence':
      return fix(
        proxy === undefined
          ? 'Something lets this doctor out and not .NET: a firewall that asks for the program, or a proxy that .NET looks for in vain.'
          : `.NET goes by the proxy ${proxy}. As services have no settings of a user, theirs may differ again.`,
        seeProxyOfDotnet(host, port),
        by.network(`Allow outbound TCP ${port} to ${host} for every program of this server`),
      );
    case 'proxy':
      return fix(
        "The services go out by the proxy of their own account or of the agent's configuration file, without a password.",
        seeProxyOfDotnet(host, port),
        by.network(
          `Let ${proxy === undefined ? 'the proxy' : `the proxy ${proxy}`} pass CONNECT to ${authority(host, port)}, without a password and by plain http`,
        ),
      );
    case 'other':
      return fix(
        'The agent asks as .NET does. What its request ended with stands in the evidence.',
        seeProxyOfDotnet(host, port),
        by.network(`Find out what answers .NET in place of ${host}`),
      );
    default:
      return never(why);
  }
}

/** How to see .NET's way out by hand. */
function seeProxyOfDotnet(host: string, port: number): Step {
  const url = pageAddress(host, port, '/');
  return by.server(
    'See which proxy .NET takes (the address itself means none)',
    `powershell -NoProfile -Command "[Net.WebRequest]::DefaultWebProxy.GetProxy('${url}').AbsoluteUri"`,
  );
}
