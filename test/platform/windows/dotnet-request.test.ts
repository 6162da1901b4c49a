import { expect, it } from 'vitest';
import { dotnetGet } from '../../../src/platform/windows/dotnet-request.ts';
import type { PowerShell, Seen } from '../../../src/platform/windows/types.ts';

const url = new URL("https://login.contoso.example/it's?x=%27;$(rm)\u2019");
const signal = new AbortController().signal;

function answering(answer: Seen<unknown>): PowerShell & { script: string } {
  return {
    script: '',
    async ask(script) {
      this.script = script;
      return answer;
    },
  };
}

it.each<[Seen<unknown>, unknown]>([
  [
    { state: 'seen', value: { status: 200 } },
    { state: 'seen', value: { kind: 'status', status: 200 } },
  ],
  [
    { state: 'seen', value: { status: 407, proxy: 'proxy:8080' } },
    { state: 'seen', value: { kind: 'status', status: 407, proxy: 'proxy:8080' } },
  ],
  [
    { state: 'seen', value: { failure: 'TrustFailure' } },
    { state: 'seen', value: { kind: 'failure', failure: 'TrustFailure' } },
  ],
  [{ state: 'seen', value: {} }, { state: 'failed' }],
  [{ state: 'seen', value: 'text' }, { state: 'failed' }],
  [
    { state: 'failed', problem: { code: 'ENOENT', text: 'x' } },
    { state: 'failed', problem: { code: 'ENOENT' } },
  ],
])('%o', async (answer, expected) => {
  expect(await dotnetGet(answering(answer), url, 5000, signal)).toMatchObject(expected as object);
});

it('lets nothing of an address out of its string', async () => {
  const powershell = answering({ state: 'seen', value: { status: 200 } });
  await dotnetGet(powershell, url, 5000.4, signal);
  const [, quoted = ''] = /\[Uri\]('.*')\n/.exec(powershell.script) ?? [];
  expect(quoted.replaceAll("''", '')).toMatch(/^'[^'\u2018\u2019\u201a\u201b]*'$/);
  expect(powershell.script).toContain('$request.Timeout = 5000\n');
});
