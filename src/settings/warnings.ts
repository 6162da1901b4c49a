import type { Settings } from './schema.ts';
import { secretSources } from './secret-store.ts';

interface Input {
  readonly settings: Settings;
  /** What the file says, before it was checked. */
  readonly raw: unknown;
  /** The file's mode bits. Windows has none to speak of. */
  readonly mode: number;
  readonly now: Date;
}

const readableByOthers = 0o044;

/** What is accepted but should be known: secrets in clear, waivers that have ended. Sentences that follow the file's name. */
export function warningsOf({ settings, raw, mode, now }: Input): string[] {
  const clear = secretSources(settings).filter(({ source }) => source.kind === 'clear');
  const warnings = clear.map(
    ({ key }) =>
      `holds a secret in clear: ${key === proxyKey ? whereProxyPassword(raw) : key}. ` +
      'Better { env: NAME }, { file: PATH } or { prompt: true }',
  );
  if (clear.length > 0 && process.platform !== 'win32' && (mode & readableByOthers) !== 0) {
    warnings.push('holds a secret in clear and can be read by other users');
  }
  // A waiver holds through its last day, in this machine's calendar.
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
  for (const { id, until } of settings.probes.waive) {
    if (until !== undefined && until < today) warnings.push(`has a waiver that ended on ${until}: ${id}`);
  }
  return warnings;
}

const proxyKey = 'network.proxy.password';

/** A password in the proxy's address was split off: name the key that it really stands in. */
function whereProxyPassword(raw: unknown): string {
  const proxy = member(member(raw, 'network'), 'proxy');
  if (typeof proxy === 'string') return 'network.proxy';
  return member(proxy, 'password') === undefined ? 'network.proxy.url' : proxyKey;
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
