import { defined } from '../../../base/defined.ts';
import type { ProbeContext } from '../../../clients/environment.ts';
import { mapFile, readHostFile } from '../../../clients/host/files.ts';
import { hostAccount } from '../../../clients/host/service-account.ts';
import { readConfiguration } from '../../../formats/host-xml/configuration.ts';
import type {
  AccessList,
  RegistryValue,
  WindowsAnswer,
  WindowsReader,
} from '../../../platform/windows/types.ts';
import { requirement } from '../../../requirements/index.ts';
import { windowsOf } from '../../common/windows.ts';
import type { CertificateFacts, KeyRightsFacts } from './facts.ts';
import { storedCertificate } from './stored-certificate.ts';

const parameters = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters';
const { file: configuration } = requirement('HOST-14').values;

export async function collectCertificate(
  context: ProbeContext,
  signal: AbortSignal,
): Promise<CertificateFacts> {
  const windows = await windowsOf(context);
  const read = await readHostFile(context, configuration, readConfiguration, signal);
  const chosen = mapFile(read, ({ thumbprint }) => thumbprint ?? null);
  const names = await namesOf(windows);
  if (chosen.state !== 'read' || chosen.value === null) return { usable: false, chosen, names };
  const certificate = await storedCertificate(windows, chosen.value);
  const keyed = certificate.state === 'seen' && certificate.value.key === 'machine';
  const keyRights = keyed ? await readKeyRights(windows, chosen.value) : undefined;
  return {
    usable: certificate.state === 'seen',
    chosen,
    certificate,
    names,
    ...defined({ keyRights }),
    // Also where Windows said "not there": nobody noted that.
    ...(keyRights?.list.state === 'denied' ? { notSeen: ['who may use the private key'] } : {}),
  };
}

/** As Windows has them for TCP/IP: `Hostname` and, joined or set by hand, `Domain`. */
async function namesOf(windows: WindowsReader): Promise<readonly string[]> {
  const key = await windows.registry(parameters, ['Hostname', 'Domain', 'NV Hostname', 'NV Domain']);
  if (key.state !== 'seen') return [];
  const text = (value: RegistryValue | undefined): string =>
    value?.type === 'sz' || value?.type === 'expand-sz' ? value.data.trim() : '';
  const host = text(key.value.values.Hostname) || text(key.value.values['NV Hostname']);
  const domain = text(key.value.values.Domain) || text(key.value.values['NV Domain']);
  if (host === '') return [];
  return domain === '' ? [host] : [host, `${host}.${domain}`];
}

async function readKeyRights(windows: WindowsReader, thumbprint: string): Promise<KeyRightsFacts> {
  const list = await keyAccess(windows, thumbprint);
  return { list, ...(await hostAccount(windows, list)) };
}

/**
 * NTE_BAD_KEYSET says that a key is not there, and just the same that its access is denied (CryptAcquireContext, in
 * the Windows reference): only who is elevated can take it at its word.
 */
async function keyAccess(windows: WindowsReader, thumbprint: string): Promise<WindowsAnswer<AccessList>> {
  const list = await windows.keyAccess(thumbprint);
  if (list.state !== 'absent') return list;
  const identity = await windows.identity();
  return identity.state === 'seen' && identity.value.elevated ? list : { state: 'denied' };
}
