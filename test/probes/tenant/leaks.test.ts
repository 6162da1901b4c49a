import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { clientId, type Part, planted, type TenantScript } from '../../beds/tenant-cloud.ts';
import type { Fault } from '../../beds/tenant-faults.ts';
import { rememberingCredentials } from '../context.ts';
import { applicationPair, cloudBed, Run, signIns, siteOf, untilSignIn } from './kit.ts';

const bed = cloudBed();
const rows = ['tenant.country', 'tenant.type', 'tenant.licence', 'tenant.roles'] as const;

/** Everything that a run leaves behind: facts, verdicts under both profiles, waits, refusals, thrown errors. */
async function traces(
  script: TenantScript,
  signIn: object,
  secrets: Readonly<Record<string, string>>,
): Promise<string> {
  bed.cloud.reset(script);
  const credentials = rememberingCredentials();
  const run = new Run(siteOf(bed, { signIn, secrets, credentials }));
  const thrown: unknown[] = [];
  for (const id of [...untilSignIn, ...rows])
    await run.look(id).catch((error: unknown) => thrown.push(error));
  const verdicts = Object.keys(run.facts).flatMap((id) => [run.verdict(id), run.verdict(id, 'ga')]);
  expect(thrown).toEqual([]);
  const left = [run.facts, verdicts, run.site.waits, run.site.prompts, credentials.refusals];
  return JSON.stringify(left) + inspect(left, { depth: 20, maxStringLength: null });
}

/** What was planted, as it stands and as it travels. */
function spellings(text: string): readonly string[] {
  return [
    text,
    Buffer.from(text).toString('base64'),
    Buffer.from(text).toString('base64url'),
    encodeURIComponent(text),
  ];
}

/** Each word that stands in the text, with what is around it. */
function found(text: string, words: readonly string[]): readonly string[] {
  return words.flatMap((word) => {
    const at = text.indexOf(word);
    return at < 0 ? [] : [text.slice(Math.max(0, at - 60), at + word.length + 20)];
  });
}

const echo: Fault = {
  kind: 'body',
  body: JSON.stringify({
    error: planted.secret,
    error_description: planted.secret,
    access_token: 7,
    value: planted.secret,
    code: planted.token,
  }),
};
const faults: readonly Fault[] = [
  { kind: 'status', status: 500 },
  { kind: 'page', status: 200 },
  echo,
  { kind: 'hang-up' },
];
const few: readonly Fault[] = [echo, { kind: 'page', status: 200 }];
const early: readonly Part[] = ['configuration', 'code', 'token'];
const late: readonly Part[] = ['organization', 'skus', 'memberships', 'me'];
const scripts: TenantScript[] = [
  {},
  { reflects: true },
  { refuse: { error: 'invalid_client', number: 'AADSTS7000215' } },
  { refuse: { error: planted.secret, number: planted.secret } },
  ...early.flatMap((part) => faults.map((fault) => ({ faults: { [part]: fault } }))),
  ...late.flatMap((part) => few.map((fault) => ({ faults: { [part]: fault } }))),
];

describe('what was planted is nowhere', () => {
  it.each([
    ['secret', signIns.secret],
    ['code', signIns.code],
  ])('signing in by %s, under every fault', async (_, signIn) => {
    const words = [...Object.values(planted).flatMap(spellings), 'planted-wrong'];
    for (const script of scripts) {
      const text = await traces(script, signIn, { S: planted.secret });
      expect(found(text, words), JSON.stringify(script)).toEqual([]);
    }
    const wrong = await traces({}, signIn, { S: 'planted-wrong' });
    expect(found(wrong, words)).toEqual([]);
  });

  it('signing in by certificate', async () => {
    const { cert, key } = await applicationPair(bed.authority.folder, 30);
    const certificateFile = join(bed.authority.folder, 'leak.pem');
    await writeFile(certificateFile, cert + key);
    const body = key.split('\n').filter((line) => line.length > 20 && !line.includes('-----'));
    for (const script of scripts.slice(0, 6)) {
      const text = await traces(script, { method: 'client-certificate', clientId, certificateFile }, {});
      expect(
        found(text, ['PRIVATE KEY', ...body, ...Object.values(planted)]),
        JSON.stringify(script),
      ).toEqual([]);
    }
  });
});
