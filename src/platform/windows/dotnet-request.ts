import { failed, seen } from './seen.ts';
import type { PowerShell, Seen } from './types.ts';

/** What .NET Framework got from an address: an HTTP status, or its own name of the failure (WebExceptionStatus). */
export type DotnetAnswer =
  | { readonly kind: 'status'; readonly status: number; readonly proxy?: string }
  | { readonly kind: 'failure'; readonly failure: string; readonly proxy?: string };

/**
 * One GET through .NET Framework as the agent makes it: TLS 1.2, the system's proxy, no credentials. The
 * failure is the enumeration's name (`TrustFailure`, `NameResolutionFailure`, ...), which no language changes.
 */
export async function dotnetGet(
  powershell: PowerShell,
  url: URL,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Seen<DotnetAnswer>> {
  const answer = await powershell.ask(script(url, timeoutMs), signal);
  if (answer.state !== 'seen') return answer;
  const { value } = answer;
  if (typeof value !== 'object' || value === null) return unexpected;
  const proxy = 'proxy' in value && typeof value.proxy === 'string' ? { proxy: value.proxy } : {};
  if ('status' in value && typeof value.status === 'number')
    return seen({ kind: 'status', status: value.status, ...proxy });
  if ('failure' in value && typeof value.failure === 'string')
    return seen({ kind: 'failure', failure: value.failure, ...proxy });
  return unexpected;
}

const unexpected = failed(new Error('PowerShell gave an unexpected answer'));

/** `href` is percent-encoded; a quote in it is doubled, as single-quoted strings want. */
function script(url: URL, timeoutMs: number): string {
  return `
$uri = [Uri]'${url.href.replaceAll("'", "''")}'
[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12
$request = [Net.HttpWebRequest]::Create($uri)
$request.Timeout = ${Math.round(timeoutMs)}
$request.AllowAutoRedirect = $false
$answer = @{}
$proxy = [Net.WebRequest]::DefaultWebProxy
if ($proxy -and -not $proxy.IsBypassed($uri)) { $answer.proxy = [string]$proxy.GetProxy($uri).Authority }
try {
  $response = $request.GetResponse()
  $answer.status = [int]$response.StatusCode
  $response.Close()
} catch {
  $fault = $_.Exception
  while ($fault -and $fault -isnot [Net.WebException]) { $fault = $fault.InnerException }
  if ($fault -and $fault.Response) { $answer.status = [int]$fault.Response.StatusCode; $fault.Response.Close() }
  elseif ($fault) { $answer.failure = [string]$fault.Status }
  else { $answer.failure = $_.Exception.GetType().Name }
}
$answer`;
}
