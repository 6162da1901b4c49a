import { setImmediate } from 'node:timers/promises';
import { XmlElement, type XmlNode } from '@rgrove/parse-xml';
import { ownText, readAnyXml } from '../host-xml/document.ts';
import { zipContent, zipEntries } from './zip.ts';

/**
 * The web services connector's project (.wsconfig): a ZIP with a WCF configuration (SOAP endpoints), discovery.xml (REST
 * services), workflows and assemblies. Only where its services are leaves this reader: a template may hold anything.
 */

/** Where a service is asked. */
export type ServiceAddress = { readonly host: string; readonly port: number; readonly tls: boolean };

export type ProjectRead =
  | { readonly ok: true; readonly services: readonly ServiceAddress[] }
  | { readonly ok: false; readonly reason: string };

const mostServices = 8;
const mostPart = 2 * 1024 * 1024;
/** All parts together: an archive can unpack to a thousand times its size. */
const mostUnpacked = 16 * 1024 * 1024;
const deepest = 60;

/** Rejects as soon as the signal ends: the parts of a few kB can unpack to what takes many seconds. */
export async function readProject(bytes: Uint8Array, signal: AbortSignal): Promise<ProjectRead> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = zipEntries(buffer);
  if (entries === undefined) return { ok: false, reason: 'its directory at the end is missing or damaged' };
  if (entries.length === 0) return { ok: false, reason: 'it is an archive without files' };
  const services = new Map<string, ServiceAddress>();
  let left = mostUnpacked;
  for (const entry of entries.filter(({ name }) => /\.(config|xml|wsdl|svcinfo|disco)$/i.test(name))) {
    // Keys, deadlines and the screen have their turn.
    await setImmediate(undefined, { signal });
    const content = zipContent(buffer, entry, Math.min(mostPart, left));
    if (content === undefined) continue;
    left -= content.length;
    const read = readAnyXml(content);
    if (!read.ok) continue;
    for (const address of addressesIn(read.root)) {
      const service = serviceAt(address);
      if (service === undefined || services.size >= mostServices) continue;
      services.set(`${service.host}:${service.port}`, service);
    }
  }
  return { ok: true, services: [...services.values()] };
}

/** Elements and attributes that hold an address by their name; names of namespaces are none. */
const addressName =
  /^(?:(?:service|base|resource)?_?(?:end_?point|address|url|uri)(?:address|url|uri)?|location)$/i;

function addressesIn(root: XmlElement): readonly string[] {
  const found: string[] = [];
  const walk = (element: XmlElement, depth: number): void => {
    const nodes: readonly XmlNode[] = element.children;
    const within = nodes.filter((node): node is XmlElement => node instanceof XmlElement);
    for (const [name, value] of Object.entries(element.attributes))
      if (addressName.test(localName(name))) found.push(value);
    if (within.length === 0 && addressName.test(localName(element.name))) found.push(ownText(element));
    if (depth < deepest) for (const one of within) walk(one, depth + 1);
  };
  walk(root, 0);
  return found;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function serviceAt(text: string): ServiceAddress | undefined {
  const written = text.trim();
  if (written.length > 2000 || !/^https?:\/\//i.test(written) || !URL.canParse(written)) return undefined;
  const { protocol, hostname, port } = new URL(written);
  // Names of namespaces stand where addresses stand, in schemas.
  if (/^(?:schemas\.|www\.w3\.org$|tempuri\.org$|docs\.oasis-open\.org$)/i.test(hostname)) return undefined;
  const tls = protocol === 'https:';
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (tls ? 443 : 80) : Number(port),
    tls,
  };
}
