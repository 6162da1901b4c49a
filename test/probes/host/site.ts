import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { defined } from '../../../src/base/defined.ts';
import type { Facts } from '../../../src/engine/facts.ts';
import { readerFor } from '../../../src/engine/facts.ts';
import type { Verdict } from '../../../src/engine/probe.ts';
import { createPlatform } from '../../../src/platform/node.ts';
import type { Platform } from '../../../src/platform/types.ts';
import { recordedWindows, type WindowsRecord } from '../../../src/platform/windows/recorded.ts';
import type { ProbeDefinition } from '../../../src/probes/define.ts';
import type { ProfileName } from '../../../src/settings/profiles.ts';
import { collectFacts, makeContext, probeFrom, settingsFrom } from '../context.ts';
import { readWords } from '../words.ts';

/** A host's folder with these files (below it, with slashes), removed by `remove`. */
export interface HostFolder {
  readonly folder: string;
  put(file: string, content: string | Uint8Array): Promise<void>;
  remove(): Promise<void>;
}

export async function makeHostFolder(): Promise<HostFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'ecma-host-'));
  return {
    folder,
    async put(file, content) {
      const path = join(folder, file);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export const configurationFile = 'Service/Configuration/Configuration.xml';
export const serviceConfig = 'Service/Microsoft.ECMA2Host.Service.exe.config';
export const programFile = 'Service/Microsoft.ECMA2Host.Service.exe';

export interface AskOptions {
  readonly folder: string;
  readonly record?: WindowsRecord;
  readonly connectors?: readonly object[];
  readonly host?: object;
  readonly tenant?: object;
  readonly profile?: ProfileName;
  readonly observedAt?: string;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly platform?: Partial<Platform>;
  readonly caFile?: string;
  /** The attempt's deadline. */
  readonly deadlineMs?: number;
  /** Facts of the rows that this one needs, by id. */
  readonly facts?: Readonly<Record<string, Facts>>;
  /** Facts of the rows that its judge reads too. */
  readonly uses?: Readonly<Record<string, Facts>>;
}

export interface Asked<F extends Facts = Facts> {
  readonly facts: F;
  readonly verdict: Verdict;
  /** Status and message in one line. */
  readonly said: string;
}

/** Collects on this machine's files and a recorded Windows, and judges what came back as JSON. */
export async function ask<F extends Facts = Facts>(
  definition: ProbeDefinition,
  options: AskOptions,
): Promise<Asked<F>> {
  const {
    folder,
    record = {},
    connectors = [],
    host = {},
    tenant = {},
    profile = 'ga',
    secrets = {},
    caFile,
    facts: needed = {},
    uses = {},
  } = options;
  const settings = settingsFrom({
    host: { folder, ...host },
    connectors,
    tenant,
    ...(caFile === undefined ? {} : { network: { caFile } }),
  });
  const platform: Platform = {
    ...createPlatform({}),
    ...options.platform,
    windows: async () => recordedWindows(record),
  };
  const probe = probeFrom(definition, settings);
  const facts = await collectFacts<F>(
    probe,
    makeContext({
      platform,
      settings,
      secrets,
      facts: needed,
      ...defined({ deadlineMs: options.deadlineMs }),
    }),
  );
  const verdict = probe.work?.judge(
    {
      facts,
      settings,
      observedAt: options.observedAt ?? '2026-11-24T07:00:00.000Z',
      uses: readerFor(probe.connector, (id) => uses[id]),
    },
    { profile, severity: 'required' },
  );
  if (verdict === undefined) throw new Error(`${probe.id} is not built`);
  readWords(verdict);
  return { facts, verdict, said: `${verdict.status}: ${verdict.message}` };
}
