import { defined } from '../../base/defined.ts';
import { wholeNumberIn } from '../../base/whole-number.ts';
import { withoutBrackets } from '../url-host.ts';
import { failed, seen } from './answer.ts';
import type { PowerShell, WindowsAnswer } from './types.ts';

/** One exception of a failure: its type, its HRESULT (`0x80131509`) and, of a Win32 or socket error, the code. */
export type DotnetFault = { readonly type: string; readonly hresult: string; readonly code?: number };

/** The proxy that .NET took by itself. */
export type DotnetProxy = { readonly host: string; readonly port: number };

/** What .NET Framework got from an address: an HTTP status, or its own name of the failure. */
export type DotnetAnswer =
  | { readonly kind: 'status'; readonly status: number; readonly proxy?: DotnetProxy }
  | {
      readonly kind: 'failure';
      /** A name of `WebExceptionStatus` (`TrustFailure`), or the exception's type where it is none of the web. */
      readonly failure: string;
      /** The exception and what caused it, outermost first. */
      readonly faults?: readonly DotnetFault[];
      readonly proxy?: DotnetProxy;
    };

export interface DotnetRequest {
  readonly url: URL;
  readonly timeoutMs: number;
  /** `default`: as .NET finds it out for this user. No credentials are sent to it in any case. */
  readonly proxy: 'default' | 'none' | URL;
}

/**
 * One GET through .NET Framework as the agent makes it: the versions of TLS that Windows chooses (before .NET 4.7, which
 * cannot leave it to Windows, TLS 1.2), no credentials, no redirect followed. The PowerShell
 * stays from one to the next: neither a connection nor a resolved name does. Of a failure only names and numbers are
 * taken, which no language of Windows changes.
 */
export async function dotnetGet(
  powershell: PowerShell,
  request: DotnetRequest,
  signal: AbortSignal,
  ready?: () => void,
): Promise<WindowsAnswer<DotnetAnswer>> {
  const answer = await powershell.ask(script(request), signal, ready);
  if (answer.state !== 'seen') return answer;
  const { value } = answer;
  if (!isRecord(value)) return unexpected;
  const proxy = defined({ proxy: proxyOf(value.proxy) });
  const status = wholeNumberIn(value.status, 100, 999);
  if (status !== undefined) return seen({ kind: 'status', status, ...proxy });
  if (typeof value.failure !== 'string') return unexpected;
  const faults = Array.isArray(value.faults) ? value.faults.flatMap(faultOf) : [];
  return seen({
    kind: 'failure',
    failure: value.failure,
    ...(faults.length === 0 ? {} : { faults }),
    ...proxy,
  });
}

const unexpected = failed(new Error('PowerShell gave an unexpected answer'));

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** `proxy:8080`, as Uri.Authority has it: without the port where that is the scheme's own. */
function proxyOf(given: unknown): DotnetProxy | undefined {
  const address = typeof given === 'string' ? `http://${given}` : '';
  const parsed = URL.parse(address);
  if (parsed === null) return undefined;
  const { hostname, port } = parsed;
  return { host: withoutBrackets(hostname), port: port === '' ? 80 : Number(port) };
}

function faultOf(given: unknown): readonly DotnetFault[] {
  if (!isRecord(given) || typeof given.type !== 'string' || typeof given.hresult !== 'string') return [];
  const code = wholeNumberIn(given.code, -(2 ** 31), 2 ** 32);
  return [{ type: given.type, hresult: given.hresult, ...defined({ code }) }];
}

/** `href` is percent-encoded; a quote in it is doubled, as single-quoted strings want. */
function quoted({ href }: URL): string {
  return `'${href.replaceAll("'", "''")}'`;
}

function proxyLine(proxy: DotnetRequest['proxy']): string {
  if (proxy === 'default') return '';
  return `$request.Proxy = ${proxy === 'none' ? '$null' : `New-Object Net.WebProxy -ArgumentList ${quoted(proxy)}`}`;
}

/** Automatic detection of a proxy can take long: which one it was is asked behind the request, when that is known. */
const proxyTaken = `try {
  $default = [Net.WebRequest]::DefaultWebProxy
  if ($default -and -not $default.IsBypassed($uri)) {
    $taken = $default.GetProxy($uri).Authority
    if ($taken -ne $uri.Authority) { $answer.proxy = [string]$taken }
  }
} catch { }`;

function script({ url, timeoutMs, proxy }: DotnetRequest): string {
  return `
$answer = @{}
try {
  $uri = [Uri]${quoted(url)}
  try { [Net.ServicePointManager]::SecurityProtocol = 0 } catch { [Net.ServicePointManager]::SecurityProtocol = 3072 }
  [Net.ServicePointManager]::DnsRefreshTimeout = 0
  $request = [Net.WebRequest]::Create($uri)
  $request.Timeout = ${Math.round(timeoutMs)}
  $request.ReadWriteTimeout = ${Math.round(timeoutMs)}
  $request.AllowAutoRedirect = $false
  $request.KeepAlive = $false
  ${proxyLine(proxy)}
  $response = $request.GetResponse()
  $answer.status = [int]$response.StatusCode
  $response.Close()
} catch {
  $fault = $_.Exception
  while ($fault -and $fault -isnot [Net.WebException]) { $fault = $fault.InnerException }
  if ($fault -and $fault.Response) {
    $answer.status = [int]$fault.Response.StatusCode
    $fault.Response.Close()
  } else {
    if ($fault) { $answer.failure = [string]$fault.Status }
    else { $fault = $_.Exception.GetBaseException(); $answer.failure = $fault.GetType().Name }
    $faults = @()
    while ($fault) {
      $faults += @{ type = $fault.GetType().FullName; hresult = '0x{0:X8}' -f $fault.HResult; code = $fault.NativeErrorCode }
      $fault = $fault.InnerException
    }
    $answer.faults = $faults
  }
}
${proxy === 'default' ? proxyTaken : ''}
$answer`;
}
