import { randomUUID } from 'node:crypto';
import { lstat, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { never } from '../../base/never.ts';
import { renameWithRetries } from '../../platform/rename.ts';
import { schemaTitle } from '../json-schema.ts';
import { writeNew } from './write.ts';

/** The JSON Schema of `.ecmarc`, as it lies beside one. */
export const schemaFile = 'ecmarc.schema.json';

/** By this an editor's YAML support (yaml-language-server) finds it. */
export const modeline = `# yaml-language-server: $schema=./${schemaFile}`;

/** And by this any other; the doctor ignores it. */
export const schemaKey = `$schema: ./${schemaFile} # for editors: what each key is for`;

/** What became of the schema beside an `.ecmarc`. `foreign`: what lies there is not the doctor's, and stays. */
export type SchemaOutcome = 'written' | 'renewed' | 'up-to-date' | 'foreign' | 'not-written';

/**
 * Writes the schema into the folder of an `.ecmarc`, so that what stands in there leads somewhere; one of an earlier version
 * is renewed. That it cannot be written is no reason to fail: an editor knows less.
 */
export async function writeSchemaBeside(file: string): Promise<SchemaOutcome> {
  return putSchema(path.join(path.dirname(file), schemaFile), 'new or renewed');
}

/** Renews one that lies there, so that editors know the keys that an addition may bring. */
export async function renewSchemaBeside(file: string): Promise<SchemaOutcome> {
  return putSchema(path.join(path.dirname(file), schemaFile), 'renewed only');
}

async function putSchema(place: string, how: 'new or renewed' | 'renewed only'): Promise<SchemaOutcome> {
  const { describedSettingsSchema } = await import('../key-descriptions.ts');
  const text = `${JSON.stringify(describedSettingsSchema(), null, 2)}\n`;
  const draft = `${place}.${randomUUID()}.tmp`;
  try {
    const there = await schemaThere(place);
    if (there === 'foreign') return 'foreign';
    if (there === text) return 'up-to-date';
    if (there === undefined) {
      if (how === 'renewed only') return 'not-written';
      await writeNew(place, text, readableByAll);
      return 'written';
    }
    await writeNew(draft, text, readableByAll);
    await renameWithRetries(draft, place);
    return 'renewed';
  } catch {
    return 'not-written';
  } finally {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

const readableByAll = 0o644;

/** A schema of ours is not as long. */
const longest = 1024 * 1024;

/** The text of the doctor's own schema, known by its title. */
async function schemaThere(place: string): Promise<string | 'foreign' | undefined> {
  const facts = await lstat(place).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (facts === undefined) return undefined;
  if (!facts.isFile() || facts.size > longest) return 'foreign';
  const text = await readFile(place, 'utf8');
  return isOurs(text) ? text : 'foreign';
}

function isOurs(text: string): boolean {
  try {
    const made: unknown = JSON.parse(text);
    return typeof made === 'object' && made !== null && 'title' in made && made.title === schemaTitle;
  } catch {
    return false;
  }
}

/** The same in words that follow the name of the `.ecmarc`; undefined where there is nothing to say. */
export function schemaWords(outcome: SchemaOutcome): string | undefined {
  switch (outcome) {
    case 'written':
      return `${schemaFile} beside it tells editors what each key is for; the doctor does not need it.`;
    case 'renewed':
      return `${schemaFile} beside it is renewed: editors know the keys of this version.`;
    case 'foreign':
      return `${schemaFile} beside it is not the doctor's: it stays as it is.`;
    case 'not-written':
      return `${schemaFile} was not written beside it: editors do not know the keys.`;
    case 'up-to-date':
      return undefined;
    default:
      return never(outcome);
  }
}
