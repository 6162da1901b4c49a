import { afterEach, describe, expect, it } from 'vitest';
import { mountScreen } from '../../../components/terminal/screen.ts';
import type { MountedScreen } from '../../../components/terminal/screen-types.ts';
import { FakeTerminal, keys } from '../../terminal/fake-terminal.ts';
import { FakeDoctor } from '../fake-doctor.ts';
import { sampleRows } from '../sample-rows.ts';

let raised: MountedScreen | undefined;
let interrupted = 0;
afterEach(() => raised?.unmount());

async function raise(columns: number, rows: number, color = true): Promise<FakeTerminal> {
  const terminal = new FakeTerminal(columns, rows);
  const { stdin, stdout } = terminal;
  raised = await mountScreen({
    terminal: { stdin, stdout, stderr: stdout },
    color,
    screenReader: false,
    onInterrupt: () => {
      interrupted += 1;
    },
  });
  await terminal.waitFor('Reading the');
  return terminal;
}

function show(doctor: FakeDoctor, signal: AbortSignal) {
  if (raised === undefined) throw new Error('nothing is raised');
  const look = { ascii: false, color: true, calm: false };
  return raised.show({ doctor, look, actions: { exportFormats: [] }, signal });
}

describe('the first picture', () => {
  it.each([
    [60, 15],
    [80, 25],
    [120, 40],
    [20, 5],
  ])('names the program at %i x %i, in plain characters', async (columns, rows) => {
    const terminal = await raise(columns, rows);
    expect(terminal.screen()[0]).toMatch(/^ ECMA Connector/);
    expect(terminal.screen().slice(2).join('')).toBe('');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it looks for anything beyond ASCII
    expect(terminal.text()).toMatch(/^[\u0000-\u007f]*$/);
  });

  it('lets nothing that is typed be echoed, and hears Ctrl+C', async () => {
    const terminal = await raise(80, 25);
    expect(terminal.raw).toBe(process.platform !== 'win32');
    terminal.type('\r');
    expect(interrupted).toBe(0);
    terminal.type(keys.ctrlC);
    await expect.poll(() => interrupted).toBe(1);
  });

  it('gives way to the list, which keeps its first line where it was and takes what was typed before', async () => {
    const terminal = await raise(80, 25);
    terminal.type('j');
    const stop = new AbortController();
    const left = show(new FakeDoctor({ rows: sampleRows }), stop.signal);
    await terminal.waitFor(/^> {2}\.NET/m);
    expect(terminal.screen()[0]).toMatch(/^ ECMA (Connector )?Host doctor/);
    expect(terminal.text()).not.toContain('Reading the settings');
    expect(terminal.fullClears).toBe(0);
    stop.abort();
    expect(await left).toEqual({ reason: 'closed' });
    expect(terminal.text()).toContain('SERVER');
  });

  it('leaves nothing when it is taken away, and the terminal in order', async () => {
    const terminal = await raise(80, 25, false);
    expect(terminal.cursorHidden).toBe(true);
    raised?.unmount();
    await terminal.waitFor((t) => t.text().trim() === '' && !t.cursorHidden);
    raised?.unmount();
    expect(terminal.raw).toBe(false);
    const { bytes } = terminal;
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(terminal.bytes).toBe(bytes);
  });

  it('gives the keyboard back behind the last words: no Ctrl+C throws away what is written', async () => {
    const terminal = await raise(80, 25);
    const left = show(new FakeDoctor({ rows: sampleRows }), new AbortController().signal);
    await terminal.waitFor('SERVER');
    const given: boolean[] = [];
    const { stdin } = terminal;
    const { setRawMode } = stdin;
    stdin.setRawMode = (raw) => {
      given.push(raw);
      return setRawMode.call(stdin, raw);
    };
    terminal.type('q');
    await terminal.waitFor('q again leaves');
    terminal.type('q');
    expect(await left).toEqual({ reason: 'quit-while-running' });
    await terminal.waitFor((t) => !t.cursorHidden);
    const before = interrupted;
    terminal.type(`x${keys.ctrlC}`);
    await expect.poll(() => interrupted).toBe(process.platform === 'win32' ? before : before + 1);
    expect({ given, raw: terminal.raw }).toEqual({ given: [], raw: true });
    raised?.unmount();
    raised?.unmount();
    expect({ given, raw: terminal.raw }).toEqual({ given: [false], raw: false });
  });

  it('is not taken away once the doctor was shown and left', async () => {
    const terminal = await raise(80, 25);
    const stop = new AbortController();
    const left = show(new FakeDoctor({ rows: sampleRows }), stop.signal);
    await terminal.waitFor('SERVER');
    stop.abort();
    await left;
    raised?.unmount();
    expect(terminal.text()).toContain('SERVER');
  });
});
