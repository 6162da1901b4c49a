import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  connectorDeployedProbe,
  type DeployedFacts,
  judgeDeployed,
} from '../../../src/probes/connector/deployed.ts';
import { noFacts } from '../../facts.ts';
import { type Asked, ask, remedyText, siteOf } from './libraries.ts';

describe('connector.deployed', () => {
  let folder = '';
  const main = () => join(folder, 'host/Service/ECMA/X.dll');
  const cache = () => join(folder, 'host/Service/ECMA/Cache/Ticketing/X.dll');
  const sync = () => join(folder, 'host/Service/ECMA/Cache/Ticketing/AutosyncService/X.dll');
  const source = () => join(folder, 'build/X.dll');

  const put = async (path: string, text: string): Promise<void> => {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, text);
    await utimes(path, new Date('2026-01-02T03:04:05Z'), new Date('2026-01-02T03:04:05Z'));
  };

  const look = (library = source()): Promise<Asked> =>
    ask(connectorDeployedProbe, library, { settings: siteOf(library, {}, { folder: join(folder, 'host') }) });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ecma-deployed-'));
    await put(source(), 'new');
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('passes with the same bytes in all places', async () => {
    for (const path of [main(), cache(), sync()]) await put(path, 'new');
    const { verdict, facts } = await look();
    expect(verdict).toMatchObject({ status: 'pass', message: 'same bytes in 3 places' });
    expect(facts).toMatchObject({ copies: [{ path: main() }, { path: cache() }, { path: sync() }] });
  });

  it('passes before the wizard has made a cache', async () => {
    await put(main(), 'new');
    expect((await look()).verdict).toMatchObject({
      status: 'pass',
      message: "in the host's folder, no cache yet",
    });
  });

  it('takes the copy at the host as the source where .ecmarc names it', async () => {
    await put(main(), 'other');
    await put(cache(), 'other');
    await put(sync(), 'other');
    expect((await look(main())).verdict).toMatchObject({ status: 'pass' });
  });

  it('fails where it was never copied', async () => {
    const { verdict } = await look();
    expect(verdict).toMatchObject({ status: 'fail', message: "not in the host's folder" });
    expect(remedyText(verdict)).toContain(`cmd.exe /c copy /Y "${source()}" "${main()}"`);
  });

  it('fails where the host has another version, and names every place to copy to', async () => {
    for (const path of [main(), cache(), sync()]) await put(path, 'old');
    const { verdict } = await look();
    expect(verdict).toMatchObject({ status: 'fail', message: 'the host has another version' });
    const text = remedyText(verdict);
    for (const path of [main(), cache(), sync()])
      expect(text).toContain(`cmd.exe /c copy /Y "${source()}" "${path}"`);
    expect(text).toMatch(/net\.exe stop "Microsoft ECMA2Host"[\s\S]*copy[\s\S]*net\.exe start/);
  });

  it('names the stale copy', async () => {
    await put(main(), 'new');
    await put(cache(), 'new');
    await put(sync(), 'old');
    const { verdict } = await look();
    expect(verdict).toMatchObject({ status: 'fail', message: 'a stale copy in the cache' });
    expect(verdict.found).toContain(sync());
    expect(verdict.found).toContain('2026-01-02T03:04:05.000Z');
    expect(remedyText(verdict)).not.toContain(`"${cache()}"`);
    await put(cache(), 'older');
    expect((await look()).verdict).toMatchObject({ status: 'fail', message: 'stale copies in the cache' });
  });

  it('warns where the cache has no copy', async () => {
    await put(main(), 'new');
    await mkdir(join(cache(), '..'), { recursive: true });
    expect((await look()).verdict).toMatchObject({ status: 'warn', message: 'not in the cache' });
    await put(cache(), 'new');
    expect((await look()).verdict).toMatchObject({ status: 'pass', message: 'same bytes in 2 places' });
  });

  it('does not know where it may not look', async () => {
    for (const path of [main(), cache(), sync()]) await put(path, 'new');
    const { facts, probe } = await look();
    const { copies, ...rest } = facts as DeployedFacts;
    const denied = { path: 'C:\\x\\X.dll', folder: true, problem: { code: 'EACCES', text: 'no' } };
    const input = {
      facts: { ...rest, copies: [...copies.slice(0, 2), denied] },
      settings: siteOf(source()),
      observedAt: '',
      uses: noFacts,
    };
    expect(judgeDeployed(input)).toMatchObject({
      status: 'unknown',
      message: 'not every copy could be read',
    });
    expect(probe.needs).toEqual(['connector.library@Ticketing', 'host.installed']);
  });
});
