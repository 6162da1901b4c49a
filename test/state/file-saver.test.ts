import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { FileSaver, replaceFileSync } from '../../src/state/file-saver.ts';
import { childRunner, scratchFolders } from './scratch.ts';

const scratch = scratchFolders();
const run = childRunner();

function noTrouble(problem: unknown): never {
  throw new Error(`unexpected trouble: ${JSON.stringify(problem)}`);
}

describe('replaceFileSync', () => {
  it('replaces a file whole, for its owner alone, and leaves nothing else', () => {
    const folder = scratch();
    const path = join(folder, 'f');
    writeFileSync(path, 'a longer old text', { mode: 0o644 });
    expect(replaceFileSync(path, 'new')).toBeUndefined();
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['f']);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('says what failed', () => {
    expect(replaceFileSync(join(scratch(), 'no', 'f'), 'x')).toMatchObject({ code: 'ENOENT' });
  });
});

describe('Saver', () => {
  it('writes once for many calls of one turn, and the last text', async () => {
    const path = join(scratch(), 'f');
    const saver = new FileSaver(path, noTrouble);
    let made = 0;
    for (let number = 0; number < 1000; number += 1)
      saver.save(() => {
        made += 1;
        return String(number);
      });
    await saver.flush();
    expect(readFileSync(path, 'utf8')).toBe('999');
    expect(made).toBe(1);
  });

  it('has one write under way, and one more for all that came meanwhile', async () => {
    const path = join(scratch(), 'f');
    const saver = new FileSaver(path, noTrouble);
    const made: number[] = [];
    saver.save(() => {
      made.push(0);
      // The first write has begun: these wait for it.
      for (const number of [1, 2, 3])
        saver.save(() => {
          made.push(number);
          return String(number);
        });
      return 'first';
    });
    await saver.flush();
    expect(made).toEqual([0, 3]);
    expect(readFileSync(path, 'utf8')).toBe('3');
  });

  it('never lets an older write land after saveNow', async () => {
    const folder = scratch();
    const path = join(folder, 'f');
    const saver = new FileSaver(path, noTrouble);
    for (let round = 0; round < 150; round += 1) {
      saver.save(`old ${round}`);
      for (let turns = round % 12; turns > 0; turns -= 1) await turn();
      saver.saveNow(`now ${round}`);
      expect(readFileSync(path, 'utf8')).toBe(`now ${round}`);
      await saver.flush();
      expect(readFileSync(path, 'utf8')).toBe(`now ${round}`);
    }
    expect(readdirSync(folder)).toEqual(['f']);
  });

  it('forgets a text that was still being made when saveNow came', async () => {
    const path = join(scratch(), 'f');
    const saver = new FileSaver(path, noTrouble);
    saver.save(async () => {
      for (let turns = 0; turns < 3; turns += 1) await turn();
      return 'old';
    });
    await turn();
    saver.saveNow('now');
    await saver.flush();
    expect(readFileSync(path, 'utf8')).toBe('now');
    saver.save(async () => 'slow');
    await saver.flush();
    expect(readFileSync(path, 'utf8')).toBe('slow');
  });

  it('tells nothing of a text that failed when saveNow has written a newer one', async () => {
    const heard: (string | undefined)[] = [];
    const path = join(scratch(), 'f');
    const saver = new FileSaver(path, (problem) => heard.push(problem?.text));
    saver.save(async () => {
      await turn();
      throw new Error('too large');
    });
    await Promise.resolve();
    await Promise.resolve();
    saver.saveNow('now');
    await saver.flush();
    expect(heard).toEqual([]);
    expect(readFileSync(path, 'utf8')).toBe('now');
  });

  it('tells of a text that cannot be made, slowly or at once', async () => {
    const heard: (string | undefined)[] = [];
    const saver = new FileSaver(join(scratch(), 'f'), (problem) => heard.push(problem?.text));
    saver.save(async () => {
      await turn();
      throw new Error('too large');
    });
    await saver.flush();
    saver.saveNow('well');
    saver.saveNow(() => {
      throw new Error('far too large');
    });
    expect(heard).toEqual(['too large', undefined, 'far too large']);
  });

  it('saves on after saveNow', async () => {
    const path = join(scratch(), 'f');
    const saver = new FileSaver(path, noTrouble);
    saver.save('1');
    await turn();
    saver.saveNow('2');
    saver.save('3');
    await saver.flush();
    expect(readFileSync(path, 'utf8')).toBe('3');
  });

  it('tells trouble once, and once that it is over', async () => {
    const path = join(scratch(), 'later', 'f');
    const heard: (string | undefined)[] = [];
    const saver = new FileSaver(path, (problem) => heard.push(problem?.code));
    saver.save('1');
    await saver.flush();
    saver.save('2');
    await saver.flush();
    saver.saveNow('3');
    expect(heard).toEqual(['ENOENT']);
    mkdirSync(dirname(path));
    saver.save('4');
    await saver.flush();
    saver.saveNow('5');
    expect(heard).toEqual(['ENOENT', undefined]);
  });

  it('turns an error of the text maker into told trouble', async () => {
    const heard: (string | undefined)[] = [];
    const saver = new FileSaver(join(scratch(), 'f'), (problem) => heard.push(problem?.text));
    const fail = () => {
      throw new Error('too large');
    };
    saver.save(fail);
    await saver.flush();
    saver.saveNow(fail);
    expect(heard).toEqual(['too large']);
  });
});

describe('in another process', () => {
  it.skipIf(process.platform === 'win32')(
    'keeps the old text when there is no room for the new one',
    async () => {
      const folder = scratch();
      const path = join(folder, 'f');
      writeFileSync(path, 'old');
      // A limit of 8 blocks lets a write begin and then fail half-way, as a full disk does.
      const child = run('save-once.ts', [path, '100000'], 'ulimit -f 8');
      await child.ended;
      expect(child.errors()).toBe('');
      expect(JSON.parse(child.output())).toEqual({ problems: ['EFBIG', 'well again'], direct: 'EFBIG' });
      expect(readFileSync(path, 'utf8')).toBe('short');
      expect(readdirSync(folder)).toEqual(['f']);
    },
  );

  it('leaves one whole text when killed at any instant', async () => {
    const path = join(scratch(), 'f');
    for (let round = 0; round < 5; round += 1) {
      const child = run('save-forever.ts', [path]);
      await child.printed('ready');
      while (statSync(path, { throwIfNoEntry: false }) === undefined) await turn();
      const end = performance.now() + Math.random() * 60;
      while (performance.now() < end) {
        expect(readFileSync(path, 'utf8')).toMatch(/^([a-z])\1{199999}$/);
        await turn();
      }
      child.process.kill('SIGKILL');
      await child.ended;
      expect(child.output()).toBe('ready\n');
      expect(readFileSync(path, 'utf8')).toMatch(/^([a-z])\1{199999}$/);
    }
  });
});

describe('a pause after each write', () => {
  it('collects what comes meanwhile, and ends at once for flush, hurry and saveNow', async () => {
    const path = join(scratch(), 'f');
    const made: string[] = [];
    const text = (value: string) => () => {
      made.push(value);
      return value;
    };
    const saver = new FileSaver(path, noTrouble, () => 3_600_000);
    saver.save(text('1'));
    await saver.flush();
    for (const value of ['2', '3', '4']) saver.save(text(value));
    for (let turns = 0; turns < 20; turns += 1) await turn();
    expect(made).toEqual(['1']);
    saver.hurry();
    await saver.flush();
    saver.save(text('5'));
    await turn();
    saver.saveNow(text('6'));
    await saver.flush();
    saver.save(text('7'));
    await saver.flush();
    expect(made).toEqual(['1', '4', '6', '7']);
    expect(readFileSync(path, 'utf8')).toBe('7');
  });

  it('is left out where something was in a hurry while the write before went on', async () => {
    const path = join(scratch(), 'f');
    const saver = new FileSaver(path, noTrouble, () => 3_600_000);
    saver.save(() => {
      saver.save('2');
      saver.hurry();
      return '1';
    });
    while (statSync(path, { throwIfNoEntry: false }) === undefined) await turn();
    while (readFileSync(path, 'utf8') !== '2') await turn();
    await saver.flush();
  });
});
