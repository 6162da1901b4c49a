import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadAnswers, saveAnswers } from '../../src/state/answers-file.ts';
import { scratchFolders } from './scratch.ts';

const scratch = scratchFolders();
const answer = { id: 'attest.test-data', by: 'ada', at: '2026-11-24T08:00:00.000Z', where: 'on the screen' };

describe('answers', () => {
  it('come back as they were given', () => {
    const path = join(scratch(), 'a.json');
    expect(loadAnswers(path)).toEqual({ kind: 'none' });
    expect(saveAnswers(path, [answer])).toBeUndefined();
    expect(loadAnswers(path)).toMatchObject({ kind: 'loaded', body: [answer] });
    expect(saveAnswers(path, [])).toBeUndefined();
    expect(loadAnswers(path)).toMatchObject({ kind: 'loaded', body: [] });
  });

  it('leave out entries that make no sense, and control characters', () => {
    const path = join(scratch(), 'a.json');
    saveAnswers(path, [{ ...answer, by: 'a\u001b[31mda' }]);
    const text = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      text.replace('[{', '[null,7,"x",{"id":1},{"id":"a","by":"b","at":"soon","where":"c"},{'),
    );
    expect(loadAnswers(path)).toMatchObject({ kind: 'loaded', body: [answer] });
    expect(loadAnswers(path)).toHaveProperty('body.length', 1);
  });

  it('are set aside when they are something else', () => {
    const path = join(scratch(), 'a.json');
    writeFileSync(path, '{"ecma-doctor":"answers","version":1,"savedAt":"2026-01-01T00:00:00Z","body":{}}');
    expect(loadAnswers(path).kind).toBe('set-aside');
  });

  it('say why they cannot be saved', () => {
    expect(saveAnswers(join(scratch(), 'no', 'a.json'), [answer])).toMatchObject({ code: 'ENOENT' });
  });
});
