import { readFile } from 'node:fs/promises';
import { decodeText } from '../base/decode-text.ts';
import { settingsFromText } from '../settings/validate.ts';
import { type Draft, takesConnectors } from './draft.ts';

/** The `.ecmarc` that a connector is to be added to. Rejects with words for the screen. */
export async function readExisting(file: string): Promise<NonNullable<Draft['into']>> {
  const text = await readFile(file).then(decodeText, () => undefined);
  const parsed = text === undefined ? undefined : settingsFromText(text, file);
  if (text === undefined || parsed === undefined) throw new Error(`${file} cannot be read.`);
  if (!parsed.ok) {
    const [fault] = parsed.errors;
    const line = fault?.line === undefined ? '' : `, line ${fault.line}`;
    throw new Error(`${file}${line}: ${fault?.message ?? 'wrong'}. Mend that first: o opens it.`);
  }
  if (!takesConnectors(text))
    throw new Error(`A connector cannot be added to ${file} in place: write it by hand, o opens it.`);
  return { text, names: parsed.settings.connectors.map(({ name }) => name) };
}
