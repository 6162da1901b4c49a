import type { PowerShell, WindowsAnswer, WindowsProxySettings, WindowsReader } from './types.ts';

/** A Windows of which nothing can be seen, and why: every answer is `reason`. */
export function unreadableWindows(
  reason: WindowsAnswer<never>,
  powershell: PowerShell & { close?(): Promise<void> },
): WindowsReader {
  const answer = async () => reason;
  const proxies: WindowsProxySettings = {
    winHttp: reason,
    user: reason,
    machine: reason,
    perMachine: false,
    environment: {},
  };
  return {
    folders: () => reason,
    registry: answer,
    registryNames: answer,
    service: answer,
    services: answer,
    certificates: answer,
    keyAccess: answer,
    listeners: answer,
    tryPort: answer,
    urlReservations: answer,
    fileVersion: answer,
    access: answer,
    identity: answer,
    account: answer,
    accountsWithRight: answer,
    events: answer,
    join: answer,
    memory: answer,
    restart: answer,
    proxies: async () => proxies,
    remoteSession: answer,
    console: () => reason,
    holdConsole: () => ({ restore: () => undefined, window: () => undefined, systemFolder: () => undefined }),
    powershell,
    close: async () => powershell.close?.(),
  };
}
