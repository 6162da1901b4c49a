import { expect, it } from 'vitest';
import { type DotnetRequest, dotnetGet } from '../../../src/platform/windows/dotnet-request.ts';
import type { PowerShell, WindowsAnswer } from '../../../src/platform/windows/types.ts';

const url = new URL("https://login.contoso.example/it's?x=%27;$(rm)\u2019");
const request: DotnetRequest = { url, timeoutMs: 5000.4, proxy: 'default' };
const signal = new AbortController().signal;

function answering(answer: WindowsAnswer<unknown>): PowerShell & { script: string } {
  return {
    script: '',
    async ask(script) {
      this.script = script;
      return answer;
    },
  };
}

const seen = (value: unknown) => ({ state: 'seen', value }) as const;
const web = { type: 'System.Net.WebException', hresult: '0x80131509' };
const socket = { type: 'System.Net.Sockets.SocketException', hresult: '0x80004005', code: 10061 };

it.each<[WindowsAnswer<unknown>, unknown]>([
  [seen({ status: 200 }), seen({ kind: 'status', status: 200 })],
  [
    seen({ status: 407, proxy: 'proxy:8080' }),
    seen({ kind: 'status', status: 407, proxy: { host: 'proxy', port: 8080 } }),
  ],
  [
    seen({ failure: 'Timeout', proxy: '[2001:db8::1]' }),
    seen({ kind: 'failure', failure: 'Timeout', proxy: { host: '2001:db8::1', port: 80 } }),
  ],
  [seen({ status: 200, proxy: 'no proxy at all' }), seen({ kind: 'status', status: 200 })],
  [seen({ failure: 'TrustFailure' }), seen({ kind: 'failure', failure: 'TrustFailure' })],
  [
    seen({ failure: 'ConnectFailure', faults: [{ ...web, code: null }, socket, 'x', { type: 1 }, null] }),
    seen({ kind: 'failure', failure: 'ConnectFailure', faults: [web, socket] }),
  ],
  [seen({ failure: 'Timeout', faults: web }), seen({ kind: 'failure', failure: 'Timeout' })],
])('%o', async (answer, expected) => {
  expect(await dotnetGet(answering(answer), request, signal)).toEqual(expected);
});

it.each<[WindowsAnswer<unknown>, unknown]>([
  [seen({}), { state: 'failed' }],
  [seen('text'), { state: 'failed' }],
  [seen({ failure: 9 }), { state: 'failed' }],
  [
    { state: 'failed', problem: { code: 'ENOENT', text: 'x' } },
    { state: 'failed', problem: { code: 'ENOENT' } },
  ],
  [{ state: 'absent' }, { state: 'absent' }],
])('%o is no answer', async (answer, expected) => {
  expect(await dotnetGet(answering(answer), request, signal)).toMatchObject(expected as object);
});

async function scriptFor(proxy: DotnetRequest['proxy']): Promise<string> {
  const powershell = answering(seen({ status: 200 }));
  await dotnetGet(powershell, { ...request, proxy }, signal);
  return powershell.script;
}

it('lets nothing of an address out of its string', async () => {
  const script = await scriptFor(new URL("http://pro'xy.contoso.example:8080/"));
  for (const found of [/\[Uri\]('.*')\n/, /-ArgumentList ('.*')\n/]) {
    const [, quoted = ''] = found.exec(script) ?? [];
    expect(quoted.replaceAll("''", '')).toMatch(/^'[^'\u2018\u2019\u201a\u201b]+'$/);
  }
  expect(script).toContain('$request.Timeout = 5000\n');
});

it('takes the proxy that it is told, or finds one as .NET does and says which', async () => {
  const [found, none, given] = await Promise.all(
    (['default', 'none', new URL('http://proxy.contoso.example:8080')] as const).map(scriptFor),
  );
  expect(found).not.toContain('$request.Proxy');
  expect(found).toContain('$answer.proxy');
  expect(none).toContain('$request.Proxy = $null\n');
  expect(given).toContain(
    "$request.Proxy = New-Object Net.WebProxy -ArgumentList 'http://proxy.contoso.example:8080/'\n",
  );
  for (const script of [none, given]) expect(script).not.toContain('$answer.proxy');
});

it('asks anew each time: what was mended meanwhile counts', async () => {
  const script = await scriptFor('default');
  expect(script).toContain('$request.KeepAlive = $false\n');
  expect(script).toContain('[Net.ServicePointManager]::DnsRefreshTimeout = 0\n');
});

it('takes no text from .NET, only names and numbers', async () => {
  expect(await scriptFor('default')).not.toMatch(/\.Message|ToString\(/);
});
