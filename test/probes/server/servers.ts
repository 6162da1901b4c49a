import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defined } from '../../../src/base/defined.ts';
import type { EcmaProbe } from '../../../src/clients/environment.ts';
import type { Facts } from '../../../src/engine/facts.ts';
import { readerFor } from '../../../src/engine/facts.ts';
import type { Verdict } from '../../../src/engine/probe.ts';
import type { Platform } from '../../../src/platform/types.ts';
import {
  type RecordedKey,
  recordedWindows,
  type WindowsRecord,
} from '../../../src/platform/windows/recorded.ts';
import type { ProfileName } from '../../../src/settings/profiles.ts';
import type { Settings } from '../../../src/settings/schema.ts';
import { collectFacts, makeContext, settingsFrom } from '../context.ts';
import { readWords } from '../words.ts';

export const serverNames = [
  'server-2012-r2',
  'server-2016-fresh',
  'server-2016-restart-outstanding',
  'server-2019',
  'server-2019-german',
  'server-2022',
  'server-2022-core',
  'server-2022-dynamic-memory',
  'server-2022-not-elevated',
  'server-2025',
  'windows-11',
  'windows-11-multi-session',
] as const;
export type ServerName = (typeof serverNames)[number];

/** A server as it would answer, from test/fixtures/windows. */
export function server(name: ServerName, changes: WindowsRecord = {}): WindowsRecord {
  const path = join(import.meta.dirname, `../../fixtures/windows/${name}.json`);
  const record = JSON.parse(readFileSync(path, 'utf8')) as WindowsRecord;
  return {
    ...record,
    ...changes,
    registry: { ...record.registry, ...changes.registry },
    services: { ...record.services, ...changes.services },
  };
}

/** `HKLM\...` with some values, written long before the server started unless said. */
export function withKey(path: string, values: RecordedKey['values'], writtenAt?: string): WindowsRecord {
  const key = {
    ...defined({ values, writtenAt }),
  };
  return { registry: { [path]: key } };
}

/** A platform that has this Windows and nothing else. */
export function onServer(record: WindowsRecord): Platform {
  const windows = recordedWindows(record);
  const missing = () => {
    throw new Error('the test gave Windows only');
  };
  return new Proxy({ windows: async () => windows } as unknown as Platform, {
    get: (target, name) => (name === 'windows' ? target.windows : missing),
  });
}

export interface Look {
  readonly facts: Facts;
  readonly verdict: Verdict;
}

export interface LookOptions {
  readonly profile?: ProfileName;
  readonly settings?: Settings;
  readonly uses?: Readonly<Record<string, Facts>>;
}

/** Collects on a recorded server and judges what came back as JSON. */
export async function look(
  probe: EcmaProbe,
  record: WindowsRecord,
  options: LookOptions = {},
): Promise<Look> {
  const settings = options.settings ?? settingsFrom({});
  const facts = await collectFacts<Facts>(probe, makeContext({ platform: onServer(record), settings }));
  const verdict = probe.work?.judge(
    {
      facts,
      settings,
      observedAt: '2026-11-24T07:00:00.000Z',
      uses: readerFor(undefined, (id) => options.uses?.[id]),
    },
    { profile: options.profile ?? 'ga', severity: 'required' },
  );
  if (verdict === undefined) throw new Error(`${probe.id} is not built`);
  return { facts, verdict: readWords(verdict) };
}

/** Status and message in one line: what a table of cases compares. */
export async function said(
  probe: EcmaProbe,
  record: WindowsRecord,
  options: LookOptions = {},
): Promise<string> {
  const { verdict } = await look(probe, record, options);
  return `${verdict.status}: ${verdict.message}`;
}
