import type { CredentialsFate, ProxyAnswer } from '../../../clients/connection/proxy.ts';
import type { Facts } from '../../../engine/facts.ts';
import type {
  ProxyEndpoint,
  ProxyOrDirect,
  ProxySelection,
  ProxySource,
} from '../../../platform/proxy-selection.ts';
import type { Problem } from '../../../platform/types.ts';
import { factsToken } from '../../token.ts';

export interface ProxyFacts extends Facts {
  /** The way out that every later row takes. */
  readonly way: ProxyOrDirect;
  /** Every proxy that is set somewhere, the one taken first. */
  readonly found: readonly ProxyEndpoint[];
  readonly unusable: readonly { readonly source: ProxySource; readonly why: string }[];
  readonly pac: boolean;
  /** Once an agent is installed: does its file name a proxy? */
  readonly agentFile?: boolean;
  /** Why that is not known. */
  readonly agentUnread?: Problem;
  /** What decides for .NET before all settings; absent in reports of older versions, as the next three are. */
  readonly configured?: NonNullable<ProxySelection['configured']>;
  readonly services?: NonNullable<ProxySelection['services']>;
  readonly detection?: NonNullable<ProxySelection['detection']>;
  readonly winHttp?: ProxyEndpoint;
  readonly neighbours?: NonNullable<ProxySelection['neighbours']>;
  readonly machineEnvironment?: ProxyEndpoint;
  readonly machineEnvironmentUnread?: Problem;
  /** Why the services' settings are not known (in older reports: the system-wide proxy). */
  readonly systemUnread?: Problem;
  readonly as: string;
  readonly platform: string;
  /** Whom the proxy was asked for. */
  readonly toward: { readonly host: string; readonly port: number };
  /** Absent when nothing had to be asked: direct, or the host goes round the proxy. */
  readonly answer?: ProxyAnswer;
  readonly credentials?: CredentialsFate;
  readonly refusal?: NonNullable<ProxyAnswer['refusal']>;
}

export const networkProxy = factsToken<ProxyFacts>('network', 'proxy');
