import { open } from 'node:fs/promises';
import path from 'node:path';

/** The JSON Schema of `.ecmarc`, as it lies beside one. */
export const schemaFile = 'ecmarc.schema.json';

/** By this an editor's YAML support (yaml-language-server) finds it. */
export const modeline = `# yaml-language-server: $schema=./${schemaFile}`;

/** And by this any other; the doctor ignores it. */
export const schemaKey = `$schema: ./${schemaFile} # for editors: what each key is for`;

/**
 * Writes the schema into the folder of a new `.ecmarc`, so that what stands in there leads somewhere. One that is there
 * stays. False where nothing was written: an editor that knows less is no reason to fail.
 */
export async function writeSchemaBeside(file: string): Promise<boolean> {
  const { describedSettingsSchema } = await import('../key-descriptions.ts');
  const text = `${JSON.stringify(describedSettingsSchema(), null, 2)}\n`;
  try {
    const handle = await open(path.join(path.dirname(file), schemaFile), 'wx');
    try {
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
    return true;
  } catch {
    return false;
  }
}
