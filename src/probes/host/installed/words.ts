import type { Remedy } from '../../../engine/probe.ts';
import { folderOf } from '../../../platform/windows/command-line.ts';
import { requirement } from '../../../requirements/index.ts';
import type { Settings } from '../../../settings/schema.ts';
import { by, fix } from '../../common/fix.ts';
import { keepConfiguration, setup, troubleshooting } from '../../common/host-steps.ts';
import { pressR } from '../../common/steps.ts';

const [msi] = requirement('HOST-01').values.installers;

export function removeLeftovers(settings: Settings): Remedy {
  return fix(
    'A removal that stopped half-way leaves parts behind, and the next installation stops with "the specified service already exists".',
    keepConfiguration(settings),
    by.server('Remove the agent and its packages in Programs and Features', 'control.exe appwiz.cpl'),
    by.server("Delete the host's folder, restart the server, then run the setup again", setup),
    troubleshooting,
  );
}

export const chooseExtension = fix(
  'The connector host comes with the provisioning agent when "On-premises application provisioning" is chosen in its setup.',
  by.server(`Run the setup of the agent again (the preview's is ${msi}) and choose that extension`, setup),
);

export function nameFolder(program: string): Remedy {
  const folder = folderOf(folderOf(program));
  return fix(
    'The other rows read the host in the folder that .ecmarc names.',
    `Write in .ecmarc:\nhost: { folder: '${folder.replaceAll("'", "''")}' }`,
    pressR,
  );
}
