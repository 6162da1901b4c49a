import { resolve } from 'node:path';
import { defined } from '../base/defined.ts';
import type { LiveDoctor } from '../doctor/live-doctor.ts';
import type { Platform } from '../platform/types.ts';
import { writeAddition } from '../settings/starter/add.ts';
import { renewSchemaBeside, schemaWords, writeSchemaBeside } from '../settings/starter/editors.ts';
import { writeStarter } from '../settings/starter/write.ts';
import { readExisting } from '../wizard/existing.ts';
import { openWizard } from '../wizard/open-wizard.ts';
import type { WizardSession } from '../wizard/view.ts';

/**
 * The questions that write an `.ecmarc`, or add to the one that is there, and what follows: the file, what editors want
 * beside it, and this doctor looking with it, with the passwords that were typed and taken. `over` is called when it is
 * written.
 */
export async function openScreenWizard(
  doctor: LiveDoctor,
  platform: Platform,
  config: string | undefined,
  over: () => void,
): Promise<WizardSession> {
  const { path } = doctor.configuration;
  const file = path ?? resolve(config ?? '.ecmarc');
  let into = path === undefined ? undefined : await readExisting(path);
  const reread =
    path === undefined
      ? undefined
      : async () => {
          into = await readExisting(path);
          return into;
        };
  return openWizard({
    file,
    ...defined({ into, reread }),
    profile: () => doctor.view().profile,
    platform,
    env: process.env,
    refusals: doctor.refusals,
    write: async (text, typed) => {
      const written =
        into === undefined ? await writeStarter(file, text) : await writeAddition(file, into.text, text);
      if (!written.ok) throw new Error(written.message);
      const schema = await (into === undefined ? writeSchemaBeside : renewSchemaBeside)(file);
      for (const secret of typed) doctor.give(secret.key, secret.text);
      doctor.retryAll();
      over();
      const left = into === undefined && schema === 'foreign' ? ` ${schemaWords(schema)}` : '';
      return `${into === undefined ? 'Wrote' : 'Added to'} ${file}. Checking with it now.${left}`;
    },
  });
}
