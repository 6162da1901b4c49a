import { isManaged } from '../../../clients/host/service-account.ts';
import type { Remedy, Step } from '../../../engine/probe.ts';
import type { Service } from '../../../platform/windows/types.ts';
import type { Settings } from '../../../settings/schema.ts';
import { by, fix } from '../../common/fix.ts';
import { keepConfiguration, setup, troubleshooting } from '../../common/host-steps.ts';
import { pressR } from '../../common/steps.ts';
import { kerberosPolicy, supportedTypes } from './kerberos.ts';

/** ERROR_SERVICE_LOGON_FAILED (winerror.h). */
const logonFailed = 1069;

export const waitForStart = fix('It is not ready yet.', 'Wait until it runs', pressR);

export function startAutomatically(service: Service): Remedy {
  return fix('Both services must run for each request.', automatic(service));
}

export function startUpdater(service: Service): Remedy {
  return fix('It keeps the agent up to date.', start(service));
}

/** `types`: what a policy leaves to Kerberos on this server. */
export function getRunning(service: Service, types: readonly string[] | undefined): Remedy {
  const managed = service.exitCode === logonFailed && isManaged(service.account);
  return fix(
    managed
      ? `Its account could not log on. The row host.logon-right says whether a policy took that right. A managed account also fails where it has no encryption type in common with this server: ${types === undefined ? 'one that is marked for RC4 alone gets no ticket where only AES is allowed, and the other way round' : `a policy leaves ${types.join(', ') || 'none'} here, and the account must be marked for one of them`}.`
      : service.exitCode === logonFailed
        ? 'Its account could not log on. The row host.logon-right says whether a policy took that right.'
        : 'Each request goes through the agent to the host: both must run.',
    ...(managed ? managedSteps(service) : []),
    ...(service.start === 'disabled' ? [automatic(service)] : []),
    start(service),
    by.server(
      'If it does not start: see why',
      'wevtutil.exe qe System /c:20 /rd:true /f:text /q:"*[System[Provider[@Name=\'Service Control Manager\']]]"',
    ),
    troubleshooting,
  );
}

export function installAgain(settings: Settings): Remedy {
  return fix(
    'Agent and connector host are two services, which one setup installs.',
    keepConfiguration(settings),
    by.server('Run the setup of the agent again and choose on-premises application provisioning', setup),
  );
}

/** A group-managed account: is it usable here, does Windows know that it is one, and how may it be encrypted for? */
function managedSteps({ name, account }: Service): readonly Step[] {
  const own = account.slice(account.lastIndexOf('\\') + 1).replace(/\$$/, '');
  const quoted = own.replaceAll("'", "''");
  return [
    by.server(
      'See whether this server may have its password from the domain (RSAT)',
      `powershell -Command "Test-ADServiceAccount '${quoted}'"`,
    ),
    by.server(
      'Tell Windows that the account is managed, as an administrator',
      `sc.exe managedaccount "${name}" true`,
    ),
    by.directory(
      'See its encryption types (24 is AES alone, 28 with RC4; empty is RC4)',
      `powershell -Command "Get-ADServiceAccount '${quoted}' -Properties msDS-SupportedEncryptionTypes"`,
    ),
    by.server(
      'Compare them with those that this server allows (the same numbers; no value: no policy)',
      `reg query "${kerberosPolicy}" /v ${supportedTypes}`,
    ),
  ];
}

function start({ name }: Service): Step {
  return by.server('Start it, as an administrator', `sc.exe start "${name}"`);
}

function automatic({ name }: Service): Step {
  return by.server('Let it start with Windows, as an administrator', `sc.exe config "${name}" start= auto`);
}
