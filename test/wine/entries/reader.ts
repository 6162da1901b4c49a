import { createServer } from 'node:net';
import { accessInProvider } from '../../../src/platform/windows/key-access.ts';
import { loadNative } from '../../../src/platform/windows/native.ts';
import { openWindows } from '../../../src/platform/windows/open.ts';
import { makeNamedKeys, withMachineKeys } from './machine-key.ts';

/** Runs under Wine: asks the reader for everything and prints the answers, with the time each took, as JSON. */
const answers: Record<string, unknown> = {};
const ms: Record<string, number> = {};
async function ask<T>(name: string, question: () => T | Promise<T>): Promise<T> {
  const start = performance.now();
  const answer = await question();
  ms[name] = Math.round((performance.now() - start) * 100) / 100;
  answers[name] = answer;
  return answer;
}

const windows = await ask('open', openWindows);
answers.open = 'opened';
const names = ['d', 'q', 's', 'm', 'b', 'gone'];
await ask('registry', () => windows.registry('HKLM\\SOFTWARE\\DoctorTest', names));
await ask('registry, second', () => windows.registry('HKLM\\software\\doctortest', ['D']));
await ask('registry, absent', () => windows.registry('HKLM\\SOFTWARE\\Nowhere', ['x']));
await ask('registryNames', () => windows.registryNames('HKLM\\SOFTWARE\\DoctorTest'));
await ask('service', () => windows.service('RpcSs'));
await ask('service, staged', () => windows.service('VaultSvc'));
await ask('service, absent', () => windows.service('NoSuchService'));
await ask('services', () => windows.services());
for (const location of ['LocalMachine', 'CurrentUser'] as const)
  for (const store of ['Root', 'My', 'Disallowed'] as const)
    await ask(`certificates, ${location}\\${store}`, () => windows.certificates(location, store));

const servers = await Promise.all(
  ['127.0.0.1', '::1'].map(async (host) => {
    const server = createServer().listen(0, host);
    await new Promise((resolve) => server.once('listening', resolve));
    return server;
  }),
);
const ports = servers.map((server) => (server.address() as { port: number }).port);
answers.own = { node: process.versions.node, ports, pid: process.pid, image: process.execPath };
await ask('listeners', () => windows.listeners());
await ask('tryPort, in use', () => windows.tryPort(ports[0] ?? 0));
for (const server of servers) await new Promise((resolve) => server.close(resolve));
await ask('tryPort, free', () => windows.tryPort(ports[0] ?? 0));

await ask('urlReservations', () => windows.urlReservations());
await ask('fileVersion', () => windows.fileVersion(process.execPath));
await ask('fileVersion, none', () => windows.fileVersion('C:\\shared.txt'));
await ask('fileVersion, absent', () => windows.fileVersion('C:\\nope.dll'));
await ask('access, shared', () => windows.access('C:\\shared.txt'));
await ask('access, private', () => windows.access('C:\\private.txt'));
await ask('access, absent', () => windows.access('C:\\nope'));
await ask('identity', () => windows.identity());
const events = { levels: [1, 2, 3], days: 7, most: 10 };
for (const log of ['ECMA2Host', 'System', 'NoSuchLog'])
  await ask(`events, ${log}`, () => windows.events({ ...events, log }, AbortSignal.timeout(20_000)));
for (const name of ['NT AUTHORITY\\SYSTEM', process.env.USERNAME ?? '', 'CONTOSO\\gmsa$'])
  await ask(`account, ${name}`, () => windows.account(name));
const [, , thumbprint = ''] = process.argv;
await ask('keyAccess, no key set', () => windows.keyAccess(thumbprint));
await ask('keyAccess', () =>
  withMachineKeys(loadNative(), (provider) => accessInProvider(loadNative(), provider)),
);
await ask('keyAccess, by certificate', () => {
  makeNamedKeys(loadNative());
  return windows.keyAccess(thumbprint);
});
await ask('keyAccess, absent', () => windows.keyAccess('00'.repeat(20)));
await ask('accountsWithRight', () => windows.accountsWithRight('SeServiceLogonRight'));
await ask('join', () => windows.join());
await ask('memory', () => windows.memory());
await ask('restart', () => windows.restart());
await ask('proxies', () => windows.proxies());
await ask('remoteSession', () => windows.remoteSession());
await ask('console', () => windows.console());
// Wine 8's ends at once and says nothing; Wine 10's never ends.
if (process.env.SILENT_POWERSHELL === undefined)
  await ask('powershell', () => windows.powershell.ask('1 + 1', AbortSignal.timeout(20_000)));
await windows.close();

// Structures that point to a Buffer rely on this.
const native = loadNative();
const text = Buffer.from('abc\0', 'utf16le');
answers.addressOf = native.text(native.addressOf(text));
process.stdout.write(JSON.stringify({ answers, ms }));
