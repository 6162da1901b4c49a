import { withoutPassword } from './proxy-text.ts';
import type { ProxyChoice } from './types.ts';

/** Flags of `DefaultConnectionSettings` (_RegBlobWebProxyDataBuilder.cs in .NET's reference source). */
const flags = { proxy: 2, script: 4, detect: 8 } as const;
/** The size of the first structure of that kind, which stands in front; later ones are larger. */
const firstVersion = 60;

/**
 * An account's Internet settings as Windows keeps them: version, counter, flags, then three texts, each after its
 * length. Undefined where that is not what stands there.
 */
export function connectionSettings(hex: string): ProxyChoice | undefined {
  const bytes = Buffer.from(hex, 'hex');
  if (bytes.length < 12 || bytes.readUInt32LE(0) < firstVersion) return undefined;
  const on = bytes.readUInt32LE(8);
  let at = 12;
  const texts: string[] = [];
  for (let count = 0; count < 3 && at + 4 <= bytes.length; count += 1) {
    const length = bytes.readUInt32LE(at);
    if (at + 4 + length > bytes.length) return undefined;
    texts.push(bytes.toString('latin1', at + 4, at + 4 + length).replace(/\0.*$/s, ''));
    at += 4 + length;
  }
  const [proxy = '', bypass = '', script = ''] = texts;
  const choice: { -readonly [K in keyof ProxyChoice]: ProxyChoice[K] } = {
    autoDetect: (on & flags.detect) !== 0,
  };
  if ((on & flags.proxy) !== 0 && proxy !== '') {
    choice.proxy = withoutPassword(proxy);
    if (bypass !== '') choice.bypass = bypass;
  }
  if ((on & flags.script) !== 0 && script !== '') choice.autoConfigUrl = withoutPassword(script);
  return choice;
}
