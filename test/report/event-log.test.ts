import { expect, test } from 'vitest';
import { eventOfNoRun, eventOfRun } from '../../src/report/event-log.ts';
import { allWell, hostile, long, madeUp } from './made-up.ts';

test.each([
  [0, 100, 'information'],
  [1, 101, 'error'],
  [3, 103, 'warning'],
  [130, 230, 'warning'],
] as const)('exit code %i is event %i, of kind %s', (exitCode, id, kind) => {
  expect(eventOfRun({ ...madeUp, exitCode })).toMatchObject({ id, kind });
});

test('readiness, counts and causes: for people, and the same for programs', () => {
  const [text = '', data = ''] = eventOfRun({ ...madeUp, exitCode: 1 }).texts;
  expect(text).toMatch(/^NOT READY/);
  expect(text).toContain('Exit code 1: not ready');
  expect(text).toContain('\r\n');
  expect(JSON.parse(data)).toMatchObject({
    exitCode: 1,
    ready: false,
    partial: true,
    profile: 'preview-2021',
    readyByProfile: { 'preview-2021': false, ga: false },
    summary: { fail: 2, pass: 1, waived: 1 },
    causes: ['tls-inspection'],
  });
  expect(eventOfRun(allWell).texts[0]).toMatch(/^READY/);
});

test('what was said where there was no run', () => {
  const event = eventOfNoRun(2, 'ecma-doctor: .ecmarc:3: unknown key\n');
  expect(event).toMatchObject({ id: 102, kind: 'error' });
  expect(event.texts).toEqual(['ecma-doctor: .ecmarc:3: unknown key', '{"exitCode":2}']);
});

test('a text of a peer is replaced by no other, moves nothing, and fits', () => {
  const words = `fe80::1%12 %%1 50% ${hostile}`;
  const [text = ''] = eventOfRun({ ...madeUp, words }).texts;
  expect(text).toContain('fe80::1% 12 % % 1 50% ');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be in it
  expect(text).not.toMatch(/[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u202e]|%[\d%]/);
  const many = eventOfRun({ ...madeUp, words: long.repeat(20) });
  for (const one of many.texts) expect(one.length).toBeLessThanOrEqual(31_839);
  expect(many.texts[0]?.endsWith('...')).toBe(true);
  expect(JSON.parse(many.texts[1] ?? '')).toMatchObject({ exitCode: 130 });
});
