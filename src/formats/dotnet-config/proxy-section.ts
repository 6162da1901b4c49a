import type { XmlElement } from '@rgrove/parse-xml';
import { defined } from '../../base/defined.ts';
import { children } from '../host-xml/document.ts';
import { expressionFault } from './expressions.ts';
import { Fault, strayText } from './fault.ts';
import { isWebAddress } from './web-address.ts';

/** `undefined`: the attribute is not there, or `Unspecified`. */
type Switch = boolean | undefined;

/** What stands in a `defaultProxy`, every value converted as .NET converts it. */
export interface ProxySection {
  readonly enabled: boolean;
  readonly useDefaultCredentials: boolean;
  readonly autoDetect: Switch;
  readonly bypassOnLocal: Switch;
  readonly useSystemDefault: Switch;
  readonly address?: string;
  readonly script?: string;
  readonly bypass: readonly string[];
  readonly module?: string;
}

/** Attributes that every element of a .config file may carry (ConfigurationElement.cs). */
const reserved = [
  'lockAttributes',
  'lockAllAttributesExcept',
  'lockElements',
  'lockAllElementsExcept',
  'lockItem',
];

/** Throws `Fault` for what .NET refuses: ConfigurationErrorsException when the section is read, before all else. */
export function readProxySection(element: XmlElement): ProxySection {
  only(element, ['enabled', 'useDefaultCredentials'], ['proxy', 'bypasslist', 'module']);
  for (const name of ['proxy', 'bypasslist', 'module']) {
    const again = children(element, name)[1];
    if (again !== undefined) throw new Fault(again, `a second ${name}`);
  }
  const [proxy] = children(element, 'proxy');
  const [module] = children(element, 'module');
  if (proxy !== undefined)
    only(proxy, ['autoDetect', 'bypassonlocal', 'usesystemdefault', 'proxyaddress', 'scriptLocation']);
  if (module !== undefined) only(module, ['type']);
  const enabled = truth(element, 'enabled') ?? true;
  const bypass = bypassList(children(element, 'bypasslist')[0]);
  // Nothing else is read then, a value that cannot be converted neither.
  if (!enabled) return switchedOff;
  const section = {
    enabled,
    useDefaultCredentials: truth(element, 'useDefaultCredentials') ?? false,
    autoDetect: proxy && choice(proxy, 'autoDetect'),
    bypassOnLocal: proxy && choice(proxy, 'bypassonlocal'),
    useSystemDefault: proxy && choice(proxy, 'usesystemdefault'),
    bypass,
    ...defined({
      address: proxy && absolute(proxy, 'proxyaddress'),
      script: proxy && absolute(proxy, 'scriptLocation'),
      module: module?.attributes.type || undefined,
    }),
  };
  // What follows throws only when the section is used.
  if (section.module !== undefined) return section;
  if (proxy !== undefined && section.address !== undefined) mustBeHttp(proxy, section.address);
  const inForce = new Set(section.bypass);
  for (const add of children(children(element, 'bypasslist')[0], 'add')) {
    const written = add.attributes.address ?? '';
    const fault = inForce.has(written) ? expressionFault(written) : undefined;
    if (fault !== undefined)
      throw new Fault(add, `the expression "${short(written)}" is none of .NET: ${fault}`, true);
  }
  return section;
}

const switchedOff: ProxySection = {
  enabled: false,
  useDefaultCredentials: false,
  autoDetect: undefined,
  bypassOnLocal: undefined,
  useSystemDefault: undefined,
  bypass: [],
};

function only(element: XmlElement, attributes: readonly string[], elements: readonly string[] = []): void {
  for (const name of Object.keys(element.attributes))
    if (!attributes.includes(name) && !reserved.includes(name))
      throw new Fault(element, `the attribute ${short(name)} is unknown there${spelling(name, attributes)}`);
  for (const one of children(element))
    if (!elements.includes(one.name))
      throw new Fault(one, `the element ${short(one.name)} is unknown there${spelling(one.name, elements)}`);
  if (strayText(element)) throw new Fault(element, 'text stands in it');
}

function spelling(name: string, known: readonly string[]): string {
  const meant = known.find((one) => one.toLowerCase() === name.toLowerCase());
  return meant === undefined ? '' : ` (${meant} is; upper and lower case count)`;
}

/** `true` and `false` in any case (BooleanConverter). */
function truth(element: XmlElement, name: string): boolean | undefined {
  const written = element.attributes[name];
  if (written === undefined) return undefined;
  const value = written.trim().toLowerCase();
  if (value === 'true') return true;
  if (value === 'false') return false;
  throw new Fault(element, `${name}="${short(written)}" is neither true nor false`, true);
}

const choices: Readonly<Record<string, boolean | null>> = {
  true: true,
  false: false,
  unspecified: null,
  '1': true,
  '0': false,
  '-1': null,
};

/** A name of the enumeration in any case, or its number (EnumConverter). */
function choice(element: XmlElement, name: string): Switch {
  const written = element.attributes[name];
  if (written === undefined) return undefined;
  const value = choices[written.trim().toLowerCase()];
  if (value === undefined)
    throw new Fault(element, `${name}="${short(written)}" is none of True, False and Unspecified`, true);
  return value ?? undefined;
}

/** An absolute address (UriTypeConverter). One whose scheme is unknown, `proxy.contoso.example:8080`, is one too. */
function absolute(element: XmlElement, name: string): string | undefined {
  const written = element.attributes[name];
  if (written === undefined) return undefined;
  const value = written.trim();
  if (value === '') throw new Fault(element, `${name} is empty`, true);
  const schemed = /^[a-z][a-z0-9+.-]*:/i.test(value);
  if (!schemed || (/^https?:/i.test(value) && !isWebAddress(value)))
    throw new Fault(
      element,
      `${name}="${withoutAccount(value)}" is no absolute address${wanted(value)}`,
      true,
    );
  return value;
}

/** Any other scheme throws NotSupportedException at each request (ServicePointManager.cs). */
function mustBeHttp(proxy: XmlElement, address: string): void {
  if (/^http:/i.test(address)) return;
  throw new Fault(
    proxy,
    `proxyaddress="${withoutAccount(address)}" does not begin with http://, and .NET knows no other kind of proxy${wanted(address)}`,
    true,
  );
}

function wanted(value: string): string {
  const plain = value.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/^\/+/, '');
  const url = `http://${plain}`;
  return /^[^\s/:]+:\d+\/?$/.test(plain) && isWebAddress(url) ? `; http://${plain} is` : '';
}

/** In their order; `remove` and `clear` take back. */
function bypassList(list: XmlElement | undefined): readonly string[] {
  if (list === undefined) return [];
  only(list, [], ['add', 'remove', 'clear']);
  const kept = new Map<string, number[]>();
  for (const [at, one] of children(list).entries()) {
    only(one, one.name === 'clear' ? [] : ['address']);
    const address = one.attributes.address ?? '';
    if (one.name === 'clear') kept.clear();
    else if (one.name === 'remove') kept.delete(address);
    else {
      const places = kept.get(address) ?? [];
      places.push(at);
      kept.set(address, places);
    }
  }
  return [...kept]
    .flatMap(([address, places]) => places.map((at) => [at, address] as const))
    .sort(([one], [other]) => one - other)
    .map(([, address]) => address);
}

/** Facts are saved: a name and password that somebody wrote there stay behind. */
function withoutAccount(address: string): string {
  return short(address.replace(/\/\/[^/@]*@/, '//').replace(/^[^/@]*@/, ''));
}

function short(written: string): string {
  return written.length > 80 ? `${written.slice(0, 80)}...` : written;
}
