import { afterEach, describe, expect, it, vi } from 'vitest';
import { OnePowerShell, windowsPowerShell } from '../../../src/platform/windows/powershell.ts';

/** A stand-in that speaks the same lines: it evaluates questions as JavaScript. */
const speaking = `
let count = 0; let silent = false;
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  if (!/^[\\x20-\\x7e]*$/.test(line)) process.exit(3);
  const plain = /^'(doctor-answer \\d+)'$/.exec(line);
  if (plain) { if (!silent) console.log(plain[1]); return; }
  const id = /'doctor-answer (\\d+) '/.exec(line)[1];
  const script = /value = \\(& { (.*) }\\) } } catch/.exec(line)[1];
  const send = (answer) => console.log('PS C:\\\\> doctor-answer ' + id + ' ' + Buffer.from(JSON.stringify(answer)).toString('base64'));
  count += 1;
  if (script === 'count') send({ value: count });
  else if (script === 'pid') send({ value: process.pid });
  else if (script === 'noise') { console.log('Warnung: etwas'); console.log(''); send({ value: 'ü' }); }
  else if (script.startsWith('echo ')) send({ value: script.slice(5) });
  else if (script === 'throw') send({ error: 'verboten' });
  else if (script === 'empty') send({ value: null });
  else if (script === 'garbage') console.log('doctor-answer ' + id + ' e30=');
  else if (script === 'die') process.exit(0);
  else if (script === 'hang') silent = true;
});`;

const open: OnePowerShell[] = [];
function start(code: string, file = process.execPath): OnePowerShell {
  const shell = new OnePowerShell({ file, args: ['-e', code] });
  open.push(shell);
  return shell;
}
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(open.splice(0).map((shell) => shell.close()));
});
const signal = () => AbortSignal.timeout(240_000);

describe('OnePowerShell', () => {
  it('starts one process for all questions', async () => {
    const shell = start(speaking);
    const [first, second] = await Promise.all([shell.ask('pid', signal()), shell.ask('pid', signal())]);
    expect(first).toEqual(second);
    expect(await shell.ask('count', signal())).toEqual({ state: 'seen', value: 3 });
  });

  it('starts nothing before the first question', async () => {
    const shell = start('process.exit(9)');
    await shell.close();
    expect(await shell.ask('pid', signal())).toMatchObject({ state: 'failed' });
  });

  it.each([
    ['noise', { state: 'seen', value: 'ü' }],
    ['echo a {\n  "x"\n}\ny', { state: 'seen', value: 'a { "x" }; y' }],
    ['throw', { state: 'failed', problem: { code: 'ERROR', text: 'verboten' } }],
    ['empty', { state: 'failed', problem: { code: 'ERROR', text: 'PowerShell gave an empty answer' } }],
    ['garbage', { state: 'failed' }],
    ['constrained', { state: 'failed', problem: { text: expect.stringContaining('gave no answer') } }],
    ['die', { state: 'failed', problem: { code: 'ERROR', text: 'PowerShell ended without an answer' } }],
  ])('%s', async (question, expected) => {
    expect(await start(speaking).ask(question, signal())).toMatchObject(expected);
  });

  it.each([
    ['in one line', "'x'.repeat(65536)"],
    ['in lines', "('x'.repeat(100) + '\\n').repeat(600)"],
  ])(
    'is ended where it writes a line without end, and read on where it writes lines: %s',
    async (how, words) => {
      const flooding = `process.stdin.resume(); const b = Buffer.from(${words}); let sent = 0;
      const more = () => { while (sent < 400e6) { sent += b.length; if (!process.stdout.write(b)) return void process.stdout.once('drain', more); } process.exit(0); }; more();`;
      expect(await start(flooding).ask('1', signal())).toMatchObject({
        state: 'failed',
        problem: {
          text: how === 'in lines' ? 'PowerShell ended without an answer' : 'PowerShell wrote without end',
        },
      });
    },
  );

  it('takes answers that come in pieces, several at a time, with letters cut in two', async () => {
    const cut = `require('node:readline').createInterface({ input: process.stdin }).once('line', async () => {
      const all = Buffer.from('wärnt\\r\\n\\ndoctor-answer 1 ' + Buffer.from(JSON.stringify({ value: 'ü' })).toString('base64') + '\\r\\ndoctor-answer 2 e30=\\n');
      for (const byte of all) { process.stdout.write(Buffer.from([byte])); await new Promise(setImmediate); }
    });`;
    expect(await start(cut).ask('1', signal())).toEqual({ state: 'seen', value: 'ü' });
  });

  it('takes exit code 0 with no output for no answer, and does not start again', async () => {
    const shell = start('process.exit(0)');
    const none = { state: 'failed', problem: { code: 'ERROR', text: 'PowerShell ended without an answer' } };
    expect(await shell.ask('1', signal())).toEqual(none);
    expect(await shell.ask('2', signal())).toEqual(none);
  });

  it('fails with the reason where there is no PowerShell', async () => {
    expect(await start('', '/nowhere/powershell.exe').ask('1', signal())).toMatchObject({
      state: 'failed',
      problem: { code: 'ENOENT' },
    });
  });

  // Node throws at once what it has no name for; Windows' "blocked by group policy" is of that kind.
  it('fails with the reason where it may not be started', async () => {
    const shell = start('', `${process.execPath}/powershell.exe`);
    for (const question of ['1', '2'])
      expect(await shell.ask(question, signal())).toMatchObject({
        state: 'failed',
        problem: { code: 'ENOTDIR', text: expect.stringContaining('could not be started') },
      });
    await shell.close();
  });

  it('hands on only what it needs: no secret, no modules of PowerShell 7', async () => {
    vi.stubEnv('PSModulePath', 'C:\\Program Files\\PowerShell\\7\\Modules');
    vi.stubEnv('ECMA_LDAP_PASSWORD', 'planted');
    vi.stubEnv('SystemRoot', 'D:\\Windows');
    vi.stubEnv('ProgramFiles(x86)', 'here');
    const telling = `require('node:readline').createInterface({ input: process.stdin }).once('line', () =>
      console.log('doctor-answer 1 ' + Buffer.from(JSON.stringify({
        value: [process.env.PSModulePath ?? null, process.env.ECMA_LDAP_PASSWORD ?? null, process.env.SystemRoot, process.env['ProgramFiles(x86)']],
      })).toString('base64')));`;
    expect(await start(telling).ask('1', signal())).toEqual({
      state: 'seen',
      value: [null, null, 'D:\\Windows', 'here'],
    });
  });

  it('says when it is ready, at once where it is already', async () => {
    const shell = start(speaking);
    let told = 0;
    await shell.ask('count', signal(), () => {
      told += 1;
    });
    expect(told).toBe(1);
    const silent = new AbortController();
    const waiting = shell.ask('hang', silent.signal, () => {
      told += 1;
    });
    expect(told).toBe(2);
    silent.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });

  it('tells no question that has ended that it is ready: who asked would wait for an answer', async () => {
    const shell = start(speaking);
    let told = 0;
    const cut = new AbortController();
    const waiting = shell.ask('count', cut.signal, () => {
      told += 1;
    });
    cut.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await shell.ask('count', signal());
    expect(told).toBe(0);
  });

  it('sends one plain line, nothing encoded', async () => {
    const lines = `require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
      const id = /'doctor-answer (\\\\d+) '/.exec(line);
      if (id) console.log('doctor-answer ' + id[1] + ' ' + Buffer.from(JSON.stringify({ value: line })).toString('base64'));
    });`;
    const answer = await start(lines.replaceAll('\\\\', '\\')).ask('$x = 1\n$x', signal());
    expect(answer).toMatchObject({ state: 'seen', value: expect.stringContaining('(& { $x = 1; $x })') });
    expect(JSON.stringify(answer)).not.toMatch(/FromBase64String|ScriptBlock/);
  });

  it('ends a question with its signal, and goes on with the next', async () => {
    const shell = start(speaking);
    const stop = new AbortController();
    const silent = shell.ask('hang', stop.signal);
    stop.abort(new Error('cut'));
    await expect(silent).rejects.toThrow('cut');
    expect(await shell.ask('count', signal())).toEqual({ state: 'seen', value: 2 });
  });

  it('answers what still waits when it is closed', async () => {
    const shell = start(speaking);
    const silent = shell.ask('hang', signal());
    await shell.close();
    expect(await silent).toMatchObject({ state: 'failed', problem: { text: 'PowerShell was closed' } });
  });

  it('starts the one of the system, and sets no policy aside', () => {
    const { file, args } = windowsPowerShell('D:\\Windows\\System32');
    expect(file).toBe('D:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe');
    expect(args).not.toContain('-EncodedCommand');
    expect(args).not.toContain('-ExecutionPolicy');
  });
});
