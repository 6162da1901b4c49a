import { basename, dirname } from 'node:path';
import { resolvePath } from '../settings/resolve-paths.ts';
import type { WizardCore } from './core.ts';
import { fileDsnText } from './file-dsn.ts';
import { below } from './findings.ts';
import { fileIsThere, writeNewFile } from './new-file.ts';

/**
 * Where there is no such file, one is written by a driver that is installed: after a second Enter. Tells whether the
 * answer is taken.
 */
export async function tryDsn(
  core: WizardCore,
  value: string,
  tryIt: () => Promise<boolean>,
): Promise<boolean> {
  const path = resolvePath(value, dirname(core.file));
  const [driver] = core.offers().drivers ?? [];
  const counts = core.mark();
  const isThere = await fileIsThere(path);
  if (!counts()) return false;
  if (driver === undefined || isThere) return tryIt();
  const text = fileDsnText(core.draft.current, driver);
  const lines = text.split('\n').filter((line) => line !== '');
  return core.show({
    value,
    findings: [
      { mark: 'quiet', label: 'file', text: `${basename(path)} is not there; it would be:` },
      ...lines.map((line) => ({ ...below(line), command: true as const })),
    ],
    advice: 'Enter writes that file, without any password, and tries it. Another path is tried anew.',
    instead: async () => {
      const fault = await writeNewFile(path, text);
      return fault === undefined ? tryIt() : core.say(fault);
    },
  });
}
