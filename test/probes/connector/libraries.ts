import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EcmaProbe } from '../../../src/clients/environment.ts';
import type { Facts } from '../../../src/engine/facts.ts';
import type { Verdict } from '../../../src/engine/probe.ts';
import { createPlatform } from '../../../src/platform/node.ts';
import type { ProbeDefinition } from '../../../src/probes/define.ts';
import type { Settings } from '../../../src/settings/schema.ts';
import { type Recipe, startCompiler } from '../../beds/mono.ts';
import { collectFacts, judgeFacts, makeContext, probeFrom, settingsFrom } from '../context.ts';

/** Libraries of connectors, compiled for the tests of one file. */
export interface Libraries {
  readonly folder: string;
  /** Compiled from connector.cs, or from others.cs where a symbol of it is named; made once, by its symbols. */
  connector(...symbols: readonly string[]): Promise<string>;
  other(...symbols: readonly string[]): Promise<string>;
  /** Compiled into a folder of its own, beside what is already there. */
  into(
    name: string,
    recipe: Pick<Recipe, 'source' | 'symbols' | 'options'> & {
      file: string;
      beside?: readonly string[];
      readonly reference?: string;
    },
  ): Promise<string>;
  /** A stand-in for Microsoft's assembly that nobody signed, of an older version. */
  unsigned(name: string): Promise<string>;
  /** A file with these bytes. */
  file(name: string, bytes: Uint8Array): Promise<string>;
  remove(): Promise<void>;
}

export async function makeLibraries(): Promise<Libraries> {
  const folder = await mkdtemp(join(tmpdir(), 'ecma-connector-'));
  const compiler = await startCompiler();
  const ecma = await compiler.compileEcma(folder);
  const made = new Map<string, Promise<string>>();
  const once = (source: Recipe['source'], symbols: readonly string[]): Promise<string> => {
    const key = [source, ...symbols].join('-');
    const out = join(folder, key, source === 'connector' ? 'Contoso.Ticketing.dll' : 'Contoso.Other.dll');
    const known = made.get(key) ?? compiler.compile({ source, out, symbols, references: [ecma] });
    made.set(key, known);
    return known;
  };
  return {
    folder,
    connector: (...symbols) => once('connector', symbols),
    other: (...symbols) => once('others', symbols),
    into: (name, { file, beside = [], reference = ecma, ...recipe }) =>
      compiler.compile({
        ...recipe,
        out: join(folder, name, file),
        references: [reference, ...beside],
      }),
    async file(name, bytes) {
      const path = join(folder, name);
      await mkdir(join(path, '..'), { recursive: true });
      await writeFile(path, bytes);
      return path;
    },
    unsigned: (name) => compiler.compileEcma(join(folder, name), false, ['OLD']),
    async remove() {
      await compiler.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface Asked {
  readonly probe: EcmaProbe;
  readonly facts: Facts;
  readonly verdict: Verdict;
}

export interface AskOptions {
  readonly delta?: boolean;
  readonly settings?: Settings;
  readonly uses?: Readonly<Record<string, Facts>>;
}

export function siteOf(library: string, more: object = {}, host: object = {}): Settings {
  return settingsFrom({ connectors: [{ name: 'Ticketing', library, ...more }], host });
}

/** Looks at the library on this machine and judges what came back as JSON. */
export async function ask(
  definition: ProbeDefinition,
  library: string,
  options: AskOptions = {},
): Promise<Asked> {
  const settings = options.settings ?? siteOf(library, { delta: options.delta ?? false });
  const probe = probeFrom(definition, settings);
  const facts = await collectFacts(probe, makeContext({ platform: createPlatform({}), settings }));
  const uses = options.uses === undefined ? {} : { uses: options.uses };
  return { probe, facts, verdict: judgeFacts(probe, facts, { settings, ...uses }) };
}

/** Status and message in one line. */
export async function said(
  definition: ProbeDefinition,
  library: string,
  options: AskOptions = {},
): Promise<string> {
  const { verdict } = await ask(definition, library, options);
  return `${verdict.status}: ${verdict.message}`;
}

/** All a person would read of the remedy. */
export function remedyText({ remedy }: Verdict): string {
  return [remedy?.why, ...(remedy?.steps ?? []).flatMap(({ text, command }) => [text, command])].join('\n');
}
