import { resolve } from 'node:path';
import type { LiveDoctor } from '../doctor/live-doctor.ts';
import type { Platform } from '../platform/types.ts';
import { writeSchemaBeside } from '../settings/starter/editors.ts';
import { writeStarter } from '../settings/starter/write.ts';
import { openWizard } from '../wizard/open-wizard.ts';
import type { WizardSession } from '../wizard/view.ts';

/**
 * The questions that write an `.ecmarc`, and what follows: the file, what editors want beside it, and this doctor looking
 * with it, with the passwords that were typed and taken. `over` is called when it is written.
 */
export function openScreenWizard(
  doctor: LiveDoctor,
  platform: Platform,
  config: string | undefined,
  over: () => void,
): WizardSession {
  const file = resolve(config ?? '.ecmarc');
  return openWizard({
    file,
    platform,
    env: process.env,
    refusals: doctor.refusals,
    write: async (text, typed) => {
      const written = await writeStarter(file, text);
      if (!written.ok) throw new Error(written.message);
      await writeSchemaBeside(file);
      for (const secret of typed) doctor.give(secret.key, secret.text);
      doctor.retryAll();
      over();
      return `Wrote ${file}. Checking with it now.`;
    },
  });
}
