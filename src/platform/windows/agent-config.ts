import { parseXml, type XmlElement } from '@rgrove/parse-xml';

/** What the agent's `.exe.config` says of its way out (`configuration/system.net/defaultProxy`). */
export type AgentProxy =
  /** No such element, or it leaves the choice to the system. */
  | { readonly kind: 'none' }
  /** `enabled="false"`: round every proxy. */
  | { readonly kind: 'direct' }
  | {
      readonly kind: 'proxy';
      readonly address: string;
      readonly bypassLocal: boolean;
      /** Regular expressions of .NET, as written. */
      readonly bypass: readonly string[];
    }
  /** A PAC file. */
  | { readonly kind: 'script'; readonly address: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** .NET compares element names exactly, and so does this; values of switches in any case. */
export function agentProxy(xml: string): AgentProxy {
  let root: XmlElement | null;
  try {
    root = parseXml(xml).root;
  } catch (error) {
    // The library quotes the line at fault; the file may hold a password there.
    const place = /line (\d+), column (\d+)/.exec(error instanceof Error ? error.message : '');
    return {
      kind: 'unreadable',
      reason: place ? `no XML from line ${place[1]}, column ${place[2]}` : 'no XML',
    };
  }
  if (root?.name !== 'configuration') return { kind: 'unreadable', reason: 'it is not a .config file' };
  const defaultProxy = child(child(root, 'system.net'), 'defaultProxy');
  if (defaultProxy === undefined) return { kind: 'none' };
  if (is(defaultProxy, 'enabled', 'false')) return { kind: 'direct' };
  const proxy = child(defaultProxy, 'proxy');
  const address = proxy?.attributes.proxyaddress?.trim();
  const script = proxy?.attributes.scriptLocation?.trim();
  if (proxy !== undefined && address)
    return {
      kind: 'proxy',
      address,
      bypassLocal: is(proxy, 'bypassonlocal', 'true'),
      bypass: children(child(defaultProxy, 'bypasslist'), 'add').flatMap(
        ({ attributes }) => attributes.address ?? [],
      ),
    };
  return script ? { kind: 'script', address: script } : { kind: 'none' };
}

function children(parent: XmlElement | undefined, name: string): XmlElement[] {
  return (parent?.children ?? []).filter(
    (node): node is XmlElement => node.type === 'element' && (node as XmlElement).name === name,
  );
}

function child(parent: XmlElement | undefined, name: string): XmlElement | undefined {
  return children(parent, name)[0];
}

function is(element: XmlElement, attribute: string, value: string): boolean {
  return element.attributes[attribute]?.trim().toLowerCase() === value;
}
