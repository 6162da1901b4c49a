import type { XmlElement } from '@rgrove/parse-xml';
import { defined } from '../../base/defined.ts';
import { child, children, readXml } from './document.ts';

/**
 * What matters of the host's .exe.config (a .NET Framework configuration file): the switch that turns its
 * authentication off, and how much it logs. Other settings never leave this reader.
 */
export type ExeConfig = {
  /** The value of appSettings' key Debug, as written; absent where the key is. */
  readonly debug?: string;
  /** appSettings are, or go on, in another file. */
  readonly elsewhere: boolean;
  /** One a trace source. */
  readonly levels: readonly TraceLevel[];
};

export type TraceLevel = { readonly source: string; readonly level: string };

export type ExeConfigRead =
  | { readonly ok: true; readonly value: ExeConfig }
  | { readonly ok: false; readonly reason: string };

const longest = 60;
const mostSources = 20;

export function readExeConfig(bytes: Uint8Array): ExeConfigRead {
  const read = readXml(bytes, 'configuration');
  if (!read.ok) return read;
  const { root } = read;
  const settings = child(root, 'appSettings');
  const debug = debugOf(settings);
  const switches = new Map(
    children(child(root, 'system.diagnostics', 'switches'), 'add').map(({ attributes }) => [
      attributes.name ?? '',
      attributes.value ?? '',
    ]),
  );
  return {
    ok: true,
    value: {
      ...defined({ debug: debug?.slice(0, longest) }),
      elsewhere: settings?.attributes.file !== undefined || settings?.attributes.configSource !== undefined,
      levels: children(child(root, 'system.diagnostics', 'sources'), 'source')
        .slice(0, mostSources)
        .map(({ attributes }) => ({
          source: (attributes.name ?? '').slice(0, longest),
          level: (attributes.switchValue ?? switches.get(attributes.switchName ?? '') ?? '')
            .trim()
            .slice(0, longest),
        })),
    },
  };
}

/** In their order, as .NET does: the last `add` counts, keys in any case; `remove` and `clear` take back. */
function debugOf(settings: XmlElement | undefined): string | undefined {
  let debug: string | undefined;
  for (const { name, attributes } of children(settings)) {
    const ours = attributes.key?.toLowerCase() === 'debug';
    if (name === 'clear' || (name === 'remove' && ours)) debug = undefined;
    else if (name === 'add' && ours) debug = attributes.value ?? '';
  }
  return debug;
}
