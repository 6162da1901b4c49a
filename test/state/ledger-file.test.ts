import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/base/json.ts';
import { Secret } from '../../src/settings/secret.ts';
import { LedgerFile, ledgerLimit } from '../../src/state/ledger-file.ts';
import { scratchFolders } from './scratch.ts';

const scratch = scratchFolders();

function noTrouble(problem: unknown): never {
  throw new Error(`unexpected trouble: ${JSON.stringify(problem)}`);
}

const report: JsonObject = { schemaVersion: 1, probes: [{ id: 'server.os', message: 'Größe ✓ \u0007' }] };

describe('LedgerFile', () => {
  it('gives back what was saved, with its time, either way of saving', async () => {
    const path = join(scratch(), 'l.json');
    const before = Date.now();
    const file = new LedgerFile(path, noTrouble);
    expect(file.load()).toEqual({ kind: 'none' });
    file.save(() => report);
    await file.flush();
    const first = new LedgerFile(path, noTrouble).load();
    expect(first).toMatchObject({ kind: 'loaded', body: report });
    expect(Date.parse(first.kind === 'loaded' ? first.savedAt : '')).toBeGreaterThanOrEqual(before);
    file.saveNow(() => ({ schemaVersion: 2 }));
    expect(file.load()).toMatchObject({ kind: 'loaded', body: { schemaVersion: 2 } });
  });

  it.each([
    ['empty', ''],
    ['not JSON', 'hello'],
    ['zeros after a power cut', '\0'.repeat(100)],
    ['another program', '{"schemaVersion":1}'],
    ['another kind', '{"ecma-doctor":"answers","version":1,"savedAt":"2026-01-01T00:00:00Z","body":{}}'],
    ['a later version', '{"ecma-doctor":"ledger","version":2,"savedAt":"2026-01-01T00:00:00Z","body":{}}'],
    ['no date', '{"ecma-doctor":"ledger","version":1,"savedAt":"soon","body":{}}'],
    ['no body', '{"ecma-doctor":"ledger","version":1,"savedAt":"2026-01-01T00:00:00Z"}'],
    [
      'a body that is no report',
      '{"ecma-doctor":"ledger","version":1,"savedAt":"2026-01-01T00:00:00Z","body":[]}',
    ],
    ['deeply nested', '['.repeat(200_000)],
    ['a list', '[]'],
    ['null', 'null'],
  ])('sets aside: %s', (_title, text) => {
    const folder = scratch();
    const path = join(folder, 'l.json');
    writeFileSync(path, text);
    const file = new LedgerFile(path, noTrouble);
    expect(file.load()).toEqual({ kind: 'set-aside', why: expect.any(String), movedTo: `${path}.bad` });
    expect(readFileSync(`${path}.bad`, 'utf8')).toBe(text);
    expect(file.load()).toEqual({ kind: 'none' });
    file.saveNow(() => report);
    expect(file.load()).toMatchObject({ kind: 'loaded', body: report });
    expect(readdirSync(folder).sort()).toEqual(['l.json', 'l.json.bad']);
  });

  it('keeps one that was set aside, not many', () => {
    const folder = scratch();
    const path = join(folder, 'l.json');
    for (const text of ['first', 'second']) {
      writeFileSync(path, text);
      new LedgerFile(path, noTrouble).load();
    }
    expect(readdirSync(folder)).toEqual(['l.json.bad']);
    expect(readFileSync(`${path}.bad`, 'utf8')).toBe('second');
  });

  it('is whole or set aside, cut at whatever byte', () => {
    const path = join(scratch(), 'l.json');
    const file = new LedgerFile(path, noTrouble);
    file.saveNow(() => report);
    const length = readFileSync(path).length;
    for (let cut = 0; cut < length; cut += 1) {
      file.saveNow(() => report);
      truncateSync(path, cut);
      // The line break at the end is no part of the document.
      expect(file.load().kind).toBe(cut === length - 1 ? 'loaded' : 'set-aside');
    }
  });

  it('does not read what is too large, or is no file', () => {
    const path = join(scratch(), 'l.json');
    writeFileSync(path, '');
    truncateSync(path, ledgerLimit + 1);
    expect(new LedgerFile(path, noTrouble).load()).toMatchObject({
      kind: 'set-aside',
      why: expect.stringContaining('larger'),
    });
    mkdirSync(path);
    expect(new LedgerFile(path, noTrouble).load().kind).toBe('set-aside');
  });

  it('does not write what is too large, and tells it once', () => {
    const path = join(scratch(), 'l.json');
    const heard: unknown[] = [];
    const file = new LedgerFile(path, (problem) => heard.push(problem));
    const large = { text: 'x'.repeat(ledgerLimit) };
    file.saveNow(() => large);
    file.saveNow(() => large);
    expect(heard).toMatchObject([{ text: expect.stringContaining('larger') }]);
    expect(file.load()).toEqual({ kind: 'none' });
  });

  it('writes no secret that slipped into a report', () => {
    const path = join(scratch(), 'l.json');
    const slipped: unknown = { settings: { password: new Secret('hunter2') } };
    new LedgerFile(path, noTrouble).saveNow(() => slipped as JsonObject);
    expect(readFileSync(path, 'utf8')).toContain('[secret]');
    expect(readFileSync(path, 'utf8')).not.toContain('hunter2');
  });
});
