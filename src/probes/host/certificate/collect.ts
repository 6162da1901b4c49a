import { defined } from '../../../base/defined.ts';
import type { ProbeContext } from '../../../clients/environment.ts';
import { mapFile, readHostFile } from '../../../clients/host/files.ts';
import { hostAccount } from '../../../clients/host/service-account.ts';
import { readConfiguration } from '../../../formats/host-xml/configuration.ts';
import type { AccessList, WindowsAnswer, WindowsReader } from '../../../platform/windows/types.ts';
import { requirement } from '../../../requirements/index.ts';
import { windowsOf } from '../../common/windows.ts';
import { opened, refusals } from '../../common/windows-answers.ts';
import { registryKey } from '../../common/windows-questions.ts';
import type { CertificateFacts, KeyRightsFacts } from './facts.ts';
import { storedCertificate } from './stored-certificate.ts';

const serverNames = registryKey(
  "this server's own name",
  'HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters',
  { Hostname: 'text', Domain: 'text', 'NV Hostname': 'text', 'NV Domain': 'text' },
);
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
  const keyRights = keyed ? await readKeyRights(windows, chosen.value, signal) : undefined;
  return {
    usable: certificate.state === 'seen',
    chosen,
    certificate,
    names,
    ...defined({ keyRights }),
    // Where Windows calls a key absent that it only does not show, nothing was refused in so many words.
    ...(keyRights === undefined ? {} : refusals({ list: 'who may use the private key' }, keyRights)),
  };
}

/** As Windows has them for TCP/IP: `Hostname` and, joined or set by hand, `Domain`. */
async function namesOf(windows: WindowsReader): Promise<readonly string[]> {
  const answers = opened({ names: serverNames }, { names: await serverNames.ask(windows) });
  if (!answers.ok) return [];
  const { names } = answers.values;
  const host = names.Hostname?.trim() || names['NV Hostname']?.trim();
  const domain = names.Domain?.trim() || names['NV Domain']?.trim();
  if (!host) return [];
  return domain ? [host, `${host}.${domain}`] : [host];
}

async function readKeyRights(
  windows: WindowsReader,
  thumbprint: string,
  signal: AbortSignal,
): Promise<KeyRightsFacts> {
  const list = await keyAccess(windows, thumbprint);
  return { list, ...(await hostAccount(windows, list, signal)) };
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
