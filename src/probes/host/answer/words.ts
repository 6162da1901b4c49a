import type { Remedy, Step } from '../../../engine/probe.ts';
import type { Settings } from '../../../settings/schema.ts';
import { importAuthority } from '../../common/commands.ts';
import { by, fix } from '../../common/fix.ts';
import { restartHost, restartIfStuck, troubleshooting } from '../../common/host-steps.ts';
import { pressR } from '../../common/steps.ts';

function advise(why: string, ...steps: readonly (Step | string)[]): Remedy {
  return fix(why, ...steps, troubleshooting);
}

/** What helps, by what came of the question. */
export const remedies = {
  notHttps: advise(
    'The host speaks https only.',
    'Write in .ecmarc a tenantUrl that begins with https, or none',
  ),
  elsewhere: advise(
    'The doctor asks the host of the server that it runs on.',
    'Run the doctor on that server',
  ),
  silent: advise(
    'A host that imports, or whose target does not answer, may hang.',
    'See whether the target of this connector answers',
    pressR,
    restartHost,
    'See the row host.events for what it logged',
  ),
  certificate: advise(
    'The agent does not accept it either: the portal then shows "CredentialValidationUnavailable".',
    'See the row host.certificate for what is wrong with it',
    by.server('See what this server trusts', 'certutil.exe -store Root'),
  ),
  notReached: advise(
    'The host runs, but does not answer there.',
    'See the row host.port for who listens there',
    restartHost,
  ),
  importing: advise(
    'At its start the host reads every user; until then it does not answer. With many users this takes a while.',
    'Wait for the import to end',
    pressR,
    restartIfStuck,
    by.entra('If it stays so even then: in the application, cancel provisioning and configure it anew'),
  ),
  token: advise(
    'Token and connector belong together: the one in the wizard counts.',
    by.entra(
      "Give the token again in the host's wizard (page Properties), in the application and where .ecmarc has it from",
    ),
    restartHost,
  ),
  unknownName: advise(
    "The name in the address is the connector's in the wizard, upper and lower case included.",
    'See the row host.settings for the names that the host knows',
    by.entra('Correct the tenant URL in the application and the name in .ecmarc'),
  ),
  hostError: advise(
    "The host's event log says which.",
    by.server('Read its newest events', 'wevtutil.exe qe ECMA2Host /c:20 /rd:true /f:text'),
    restartHost,
  ),
  noUsers: advise(
    'Without a full import each user is taken as new and made again.',
    by.connector('If the target is empty, this is right'),
    'Else see that the connector has the run profile Full import, and the row host.settings',
    restartHost,
  ),
  trustedByFile: advise(
    'The doctor was told of this authority in .ecmarc; the services of Windows were not.',
    by.server(
      'Import the authority into LocalMachine\\Root, as an administrator (give the path of your file)',
      importAuthority('corp-ca.pem'),
    ),
  ),
} as const;

/** Microsoft's own script asks the same. */
export function askByScript({ host }: Settings, why: string): Remedy {
  return advise(
    why,
    by.server(
      'Run it; it asks for the name and the token',
      `powershell -ExecutionPolicy RemoteSigned -File "${host.folder}\\Troubleshooting\\TestECMA2HostConnection.ps1"`,
    ),
  );
}
