import { homeFolder } from '../platform/home-folder.ts';
import { probesFor } from '../probes/index.ts';
import { offersFor } from '../probes/offers/index.ts';
import { draftPath, forgetDraft, loadDraft, saveDraft } from '../state/draft-file.ts';
import { openPrivateFolder, stateFolder } from '../state/state-folder.ts';
import { type DraftStore, Wizard, type WizardOptions } from './wizard.ts';

/** The areas that answers are tried in: what looks at this server alone runs in the list meanwhile. */
const tried = /^(tenant\.exists$|connector\.library|ldap\.|sql\.|tcp\.)/;

/** The wizard with the checks of the list, and a draft in the state folder. */
export function openWizard(
  options: Pick<
    WizardOptions,
    'file' | 'into' | 'reread' | 'profile' | 'platform' | 'env' | 'refusals' | 'write'
  >,
): Wizard {
  const asked = { writeTest: false, unattended: true };
  return new Wizard({
    ...options,
    probesFor: (settings) => {
      const checks = [...probesFor(settings, asked), ...offersFor(settings, asked)].filter(({ id }) =>
        tried.test(id),
      );
      const ids = new Set(checks.map(({ id }) => id));
      return checks.map((probe) => ({
        ...probe,
        needs: probe.needs.filter((id) => ids.has(id)),
        uses: probe.uses.filter((id) => ids.has(id)),
      }));
    },
    store: storeFor(options.file, options.env),
  });
}

function storeFor(file: string, env: NodeJS.ProcessEnv): DraftStore {
  const folder = stateFolder(env, process.platform, homeFolder());
  const path = draftPath(folder, file);
  return {
    load: () => loadDraft(path),
    // Without a folder to keep it in it lasts as long as this program.
    save: (draft) => {
      if (openPrivateFolder(folder).ok) saveDraft(path, draft);
    },
    forget: () => forgetDraft(path),
  };
}
