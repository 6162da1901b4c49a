import { defined } from '../../base/defined.ts';
import { never } from '../../base/never.ts';
import type { ProxySection } from './proxy-section.ts';

/**
 * Which way a .NET Framework program takes by its `configuration/system.net/defaultProxy` (reference source,
 * System/net/System/Net/Configuration/DefaultProxySection.cs and System/net/System/Net/webproxy.cs).
 */
export type DefaultProxy =
  /** There is no such element. */
  | { readonly kind: 'unset' }
  /** No proxy, whatever is set elsewhere; `why` in words. */
  | { readonly kind: 'direct'; readonly why: string }
  /** The system's own proxy and script. */
  | ({ readonly kind: 'system' } & OwnAccount)
  /** The system's fixed proxy, never its script; each exception that is given replaces the system's. */
  | ({ readonly kind: 'system-fixed' } & Partial<Exceptions> & OwnAccount)
  | ({ readonly kind: 'proxy'; readonly address: string } & ProxyOptions)
  /** A PAC script by its address. */
  | { readonly kind: 'script'; readonly address: string }
  /** Automatic detection (WPAD), else direct. */
  | { readonly kind: 'detect' }
  /** What decides cannot be read from outside: `what` names it. */
  | { readonly kind: 'open'; readonly what: string }
  /** Moved to another file beside this one. */
  | { readonly kind: 'elsewhere'; readonly file: string }
  /** Every request of the program fails; `place` and `reason` say why. `whenUsed`: only where this section decides. */
  | {
      readonly kind: 'throws';
      readonly place: string;
      readonly reason: string;
      readonly whenUsed?: boolean;
    };

/** Hosts that go round the proxy. */
export type Exceptions = {
  /** `bypassonlocal`. */
  readonly local: boolean;
  /** Regular expressions of .NET, as written. */
  readonly expressions: readonly string[];
};

/** Where `ofSystem`, exceptions that are not given are those of the system. */
export type ProxyOptions = Partial<Exceptions> & OwnAccount & { readonly ofSystem?: boolean };

/** `useDefaultCredentials`: a proxy that asks for a sign-in is answered as the program's own account. */
export type OwnAccount = { readonly ownAccount?: boolean };

export function wayBy(section: ProxySection): DefaultProxy {
  const { enabled, autoDetect, bypassOnLocal, useSystemDefault, address, script, bypass, module } = section;
  if (!enabled) return { kind: 'direct', why: 'enabled="false"' };
  const bare =
    autoDetect === undefined &&
    bypassOnLocal === undefined &&
    address === undefined &&
    script === undefined &&
    bypass.length === 0;
  if (module !== undefined) return { kind: 'open', what: `module type="${module}"` };
  if (bare && useSystemDefault === false) return { kind: 'direct', why: 'usesystemdefault="False"' };
  const asked: OwnAccount = section.useDefaultCredentials ? { ownAccount: true } : {};
  if (bare && useSystemDefault === undefined) return { kind: 'system', ...asked };
  const exceptions = defined({
    local: bypassOnLocal,
    expressions: bypass.length === 0 ? undefined : bypass,
  });
  const ofSystem = useSystemDefault === true && autoDetect === undefined && script === undefined;
  if (address !== undefined)
    return {
      kind: 'proxy',
      address,
      ...exceptions,
      ...(ofSystem ? { ofSystem } : {}),
      ...asked,
    };
  if (ofSystem) return { kind: 'system-fixed', ...exceptions, ...asked };
  // The setters of both delete what would have looked for a script.
  const given = [
    ...(bypassOnLocal === undefined ? [] : ['bypassonlocal']),
    ...(bypass.length === 0 ? [] : ['bypasslist']),
  ];
  if (given.length > 0)
    return { kind: 'direct', why: `${given.join(' and ')} without proxyaddress takes no proxy` };
  if (script !== undefined) return { kind: 'script', address: script };
  return autoDetect === true
    ? { kind: 'detect' }
    : { kind: 'direct', why: `autoDetect="False" without proxyaddress takes no proxy` };
}

/** In a few words, for a row's evidence. */
export function wayText(way: DefaultProxy): string {
  switch (way.kind) {
    case 'unset':
      return 'no defaultProxy';
    case 'direct':
      return `direct: ${way.why}`;
    case 'system':
      return "leaves it to the account's own settings";
    case 'system-fixed':
      return "the account's fixed proxy, never its script";
    case 'proxy':
      return `proxy ${way.address}`;
    case 'script':
      return `script ${way.address}`;
    case 'detect':
      return 'automatic detection';
    case 'open':
      return `decided by ${way.what}`;
    case 'elsewhere':
      return `moved to ${way.file}`;
    case 'throws':
      return `${way.place}: ${way.reason}`;
    default:
      return never(way);
  }
}
