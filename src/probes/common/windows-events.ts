/** Events of Windows itself that tell of a service: their sources and numbers, the same in every language. */

export const serviceManager = 'Service Control Manager';
export const runtime = '.NET Runtime';
export const installer = 'MsiInstaller';

/** A service did not start, ended, or could not log on (winsvc's own numbers). */
export const serviceEvents = { start: [7000, 7009, 7023, 7024], crash: [7031, 7034], logon: [7038, 7041] };
/** Windows Installer's errors 1920 (a service failed to start) and 1923 (could not be installed), as it logs them. */
export const installerEvents = [11_920, 11_923];
export const runtimeEvents = [1026];
