import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { screenActions, writeExport } from '../../src/cli/screen-actions.ts';
import { FakeDoctor } from '../components/fake-doctor.ts';
import { madeUp } from '../report/made-up.ts';

const folder = mkdtempSync(join(tmpdir(), 'ecma-doctor-export-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('what is exported from the screen', () => {
  it('never stands where an earlier one stood, also within a minute', async () => {
    const format = {
      name: 'tickets' as const,
      title: 'Tickets',
      ending: '.md',
      suggested: 'tickets.md',
      write: (text: string) => text,
    };
    const paths: string[] = [];
    for (const text of ['server', 'network', 'directory']) {
      paths.push(await writeExport(format, folder, text));
    }
    expect(new Set(paths).size).toBe(3);
    expect(paths.map((path) => readFileSync(path, 'utf8'))).toEqual(['server', 'network', 'directory']);
    expect(readdirSync(folder)).toHaveLength(3);
    expect(paths[2]).toMatch(/tickets-\d{8}-\d{4}(-\d)?\.md$/);
  });
});

describe('a ticket that is copied', () => {
  it('says whose it is, and where it lies where there is no clipboard', async () => {
    const copyFolder = mkdtempSync(join(tmpdir(), 'ecma-doctor-copy-'));
    const actions = screenActions({
      doctor: new FakeDoctor({ rows: [] }),
      input: () => madeUp,
      folder: copyFolder,
      copyFolder,
      systemFolder: () => undefined,
      configFile: '.ecmarc',
    });
    const file = join(copyFolder, 'copied-ticket.txt');
    expect(await actions.copyTicket?.('network')).toBe(`For the network administrator: Written to ${file}`);
    expect(readFileSync(file, 'utf8')).toMatch(/network/i);
    await expect(actions.copyTicket?.('connector')).rejects.toThrow('Nothing here is for the');
    rmSync(copyFolder, { recursive: true });
  });
});
