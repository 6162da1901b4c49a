import { describe, expect, it } from 'vitest';
import { absent, denied, failed, seen } from '../../../src/platform/windows/answer.ts';
import { recordedWindows } from '../../../src/platform/windows/recorded.ts';
import type { RegistryValue, WindowsAnswer } from '../../../src/platform/windows/types.ts';
import { opened, refusals } from '../../../src/probes/common/windows-answers.ts';
import { registryKey } from '../../../src/probes/common/windows-questions.ts';

const path = 'HKLM\\SOFTWARE\\Test';
const asked = {
  key: registryKey('the switch', path, { Enabled: 'number', Name: 'text' }),
  service: 'the service',
} as const;
const service: WindowsAnswer<string> = seen('running');

const answer = (values: Readonly<Record<string, RegistryValue | number | string>>) =>
  asked.key.ask(recordedWindows({ registry: { [path]: { values } } }));

describe('opened', () => {
  it.each([
    ['set', { Enabled: 0, Name: 'x' }, { Enabled: 0, Name: 'x' }],
    ['in another case', { ENABLED: 1 }, { Enabled: 1, Name: undefined }],
    ['empty text is none', { Name: '' }, { Enabled: undefined, Name: undefined }],
    ['expandable text', { Name: { type: 'expand-sz', data: '%x%' } as const }, { Name: '%x%' }],
    ['no values', {}, { Enabled: undefined, Name: undefined }],
  ])('gives the values of a key: %s', async (_name, values, expected) => {
    const answers = opened(asked, { key: await answer(values), service });
    expect(answers).toMatchObject({ ok: true, values: { key: expected, service: 'running' } });
  });

  it('gives undefined for what is not there, and only for that', () => {
    expect(opened(asked, { key: absent, service: absent })).toEqual({
      ok: true,
      values: { key: { Enabled: undefined, Name: undefined }, service: undefined },
    });
  });

  it.each([
    ['a refusal', denied, 'not allowed to look', 'Windows refused: the switch'],
    ['a failure', failed(new Error('no module')), 'Windows gave no answer', 'the switch: no module'],
  ])('gives the verdict: %s', (_name, key, message, found) => {
    const answers = opened(asked, { key, service });
    expect(answers).toMatchObject({
      ok: false,
      wrongType: false,
      verdict: { status: 'unknown', message, found },
    });
  });

  it.each([
    ['text for a number', { Enabled: '1' }, 'Enabled is of another type', 'REG_SZ, not REG_DWORD'],
    ['a number for text', { Name: 1 }, 'Name is of another type', 'REG_DWORD, not REG_SZ'],
    [
      '64 bits',
      { Enabled: { type: 'qword', data: '1' } as const },
      'Enabled is of another type',
      'REG_QWORD',
    ],
  ])('takes a wrong type for neither absent nor right: %s', async (_name, values, message, found) => {
    const answers = opened(asked, { key: await answer(values), service });
    expect(answers).toMatchObject({ ok: false, wrongType: true, verdict: { status: 'unknown', message } });
    expect(!answers.ok && answers.verdict.found).toContain(found);
  });

  it('lets a refusal decide before a wrong type', async () => {
    const answers = opened(asked, { key: await answer({ Enabled: '1' }), service: denied });
    expect(answers).toMatchObject({ ok: false, verdict: { found: 'Windows refused: the service' } });
  });
});

describe('refusals', () => {
  it('names what was refused by its label, and nothing else', () => {
    expect(refusals(asked, { key: denied, service: absent })).toEqual({ notSeen: ['the switch'] });
    expect(refusals(asked, { key: failed('x'), service })).toEqual({});
  });
});
