import type { XmlElement } from '@rgrove/parse-xml';
import { children } from '../host-xml/document.ts';
import { readConfigXml, unclearDtd } from './config-xml.ts';
import { type DefaultProxy, wayBy } from './default-proxy.ts';
import { Fault, placeOf, strayNode } from './fault.ts';
import { readProxySection } from './proxy-section.ts';
import { type Declared, declaredIn, machineSections } from './sections.ts';

/**
 * What a .config file of .NET Framework says of the program's way out, by .NET's own rules of reading
 * (BaseConfigurationRecord.cs, ConfigurationElement.cs). A fault outside the section loses the whole file: the
 * program's first request fails ("Configuration system failed to initialize").
 */
export function defaultProxyIn(
  bytes: Uint8Array,
  declared: Declared = machineSections,
  ofMachine = false,
): DefaultProxy {
  const read = readConfigXml(bytes, 'configuration');
  if (!read.ok) return { kind: 'throws', place: 'the whole file', reason: read.reason };
  if (unclearDtd(read)) return { kind: 'open', what: 'what its DTD declares' };
  return caught(read.text, () => {
    const [section] = sectionsOf(read.root, declared, ofMachine);
    if (section !== undefined)
      return declaresOtherwise(read.root)
        ? { kind: 'open', what: 'a declaration of system.net/defaultProxy of its own' }
        : sectionWay(section);
    const [other] = children(read.root, 'location').filter((one) => netProxies(one).length > 0);
    return other === undefined
      ? { kind: 'unset' }
      : { kind: 'open', what: `location path="${other.attributes.path ?? ''}"` };
  });
}

/** The file that `configSource` names: its outermost element is the section. */
export function defaultProxyElsewhere(bytes: Uint8Array): DefaultProxy {
  const read = readConfigXml(bytes, 'defaultProxy');
  if (!read.ok) return { kind: 'throws', place: 'the file that configSource names', reason: read.reason };
  return caught(read.text, () => wayBy(readProxySection(read.root)));
}

/** The sections that machine.config declares; undefined where it cannot be read. */
export function sectionsDeclaredBy(machineConfig: Uint8Array): Declared | undefined {
  const read = readConfigXml(machineConfig, 'configuration');
  const [sections] = read.ok ? children(read.root, 'configSections') : [];
  return sections === undefined ? undefined : declaredIn(sections);
}

/**
 * Does it keep programs from a `defaultProxy` of their own (the page of `location`: allowOverride; `lockItem`)? A program
 * that has one all the same is refused: "This configuration section cannot be used at this path."
 */
export function locksDefaultProxy(machineConfig: Uint8Array): boolean {
  const read = readConfigXml(machineConfig, 'configuration');
  if (!read.ok) return false;
  const locked = children(read.root, 'location').filter(
    ({ attributes }) =>
      /^false$/i.test(attributes.allowOverride?.trim() ?? '') || attributes.overrideMode === 'Deny',
  );
  return (
    locked.some((one) => insideLocation(one).length > 0) ||
    netProxies(read.root).some(({ attributes }) => /^true$/i.test(attributes.lockItem?.trim() ?? ''))
  );
}

function caught(text: string, read: () => DefaultProxy): DefaultProxy {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { element, message, whenUsed } = error;
    return {
      kind: 'throws',
      place: placeOf(element, text),
      reason: message,
      ...(whenUsed ? { whenUsed } : {}),
    };
  }
}

function sectionWay(section: XmlElement): DefaultProxy {
  const { configSource, configProtectionProvider } = section.attributes;
  if (configProtectionProvider !== undefined)
    return { kind: 'open', what: 'an encrypted section (configProtectionProvider)' };
  if (configSource === undefined) return wayBy(readProxySection(section));
  if (
    Object.keys(section.attributes).length > 1 ||
    children(section).length > 0 ||
    strayNode(section) !== undefined
  )
    throw new Fault(section, 'with configSource nothing else may stand in it');
  // BaseConfigurationRecord.NormalizeConfigSource: no blanks around it, no slash.
  if (configSource.trim() !== configSource || configSource.includes('/'))
    throw new Fault(section, 'configSource takes no blanks around the name, and \\ alone between folders');
  if (configSource === '' || /^\\|:|(?:^|\\)\.\.(?:\\|$)/.test(configSource))
    throw new Fault(section, 'configSource must name a file in the same folder or below it');
  return { kind: 'elsewhere', file: configSource };
}

/** .NET knows what this section is; a file that says it is something else gets its own code, or an error. */
function declaresOtherwise(root: XmlElement): boolean {
  const [sections] = children(root, 'configSections');
  if (sections === undefined) return false;
  const own = children(sections, 'sectionGroup')
    .filter(({ attributes }) => attributes.name === 'system.net')
    .flatMap((group) => children(group, 'section'))
    .find(({ attributes }) => attributes.name === 'defaultProxy');
  return (
    own !== undefined && !/^System\.Net\.Configuration\.DefaultProxySection,/.test(own.attributes.type ?? '')
  );
}

/** Its `system.net/defaultProxy`, none or one, after the rules for the whole file. */
function sectionsOf(root: XmlElement, machine: Declared, ofMachine: boolean): readonly XmlElement[] {
  const namespace = 'http://schemas.microsoft.com/.NetConfiguration/v2.0';
  for (const [name, value] of Object.entries(root.attributes))
    if (name !== 'xmlns' || value !== namespace)
      throw new Fault(root, `the attribute ${name} is unknown there`);
  noStrayNode(root);
  const all = children(root);
  const [first] = all;
  const late = all.find((one) => one.name === 'configSections' && one !== first);
  if (late !== undefined) throw new Fault(late, 'configSections must stand first, and once');
  // Windows brings machine.config: .NET's own names and forms are no faults there.
  if (first?.name === 'configSections' && !ofMachine) onlyDeclarations(first);
  const declared: Declared = new Map([
    ...implicit,
    ...machine,
    ...(first?.name === 'configSections' ? declaredIn(first) : []),
  ]);
  const found: XmlElement[] = [];
  const seen = new Set<string>();
  for (const one of all) {
    if (one.name === 'configSections') continue;
    if (one.name === 'location') {
      plainLocation(one);
      found.push(...insideLocation(one));
    } else look(one, '', declared, seen, found);
  }
  const again = found[1];
  if (again !== undefined) throw new Fault(again, 'a second defaultProxy');
  return found;
}

/** .NET knows it without a declaration; Windows' machine.config holds it, and declares it nowhere. */
const implicit: Declared = new Map([['configProtectedData', 'section']]);

/** What `configSections` may hold (ScanFactoriesRecursive): anything else loses the whole file. */
function onlyDeclarations(element: XmlElement, top = true): void {
  if (top && Object.keys(element.attributes).length > 0) throw new Fault(element, 'it takes no attributes');
  noStrayNode(element);
  const named = new Set<string>();
  for (const one of children(element)) {
    const known = ofDeclarations[one.name];
    if (known === undefined)
      throw new Fault(one, 'only section, sectionGroup, remove and clear may stand there');
    const odd = Object.keys(one.attributes).find((name) => !known.includes(name));
    if (odd !== undefined) throw new Fault(one, `the attribute ${odd} is unknown there`);
    if (one.name !== 'sectionGroup' && children(one).length > 0)
      throw new Fault(one, 'nothing may stand in it');
    if (one.name === 'clear') continue;
    const { name, type } = one.attributes;
    if (name === undefined) throw new Fault(one, 'it has no name');
    // VerifySectionName
    if (/^(?:$|config|location$)|[\s/]/.test(name))
      throw new Fault(one, `name="${name.slice(0, 80)}" is none that .NET takes`);
    if (one.name === 'remove') continue;
    if (named.has(name)) throw new Fault(one, `${name} is declared a second time`);
    named.add(name);
    if (one.name === 'section' && (type ?? '') === '') throw new Fault(one, 'it has no type');
    if (one.name === 'sectionGroup') onlyDeclarations(one, false);
  }
}

const ofDeclarations: Readonly<Record<string, readonly string[]>> = {
  section: [
    'name',
    'type',
    'allowLocation',
    'allowExeDefinition',
    'allowDefinition',
    'restartOnExternalChanges',
    'requirePermission',
    'overrideModeDefault',
  ],
  sectionGroup: ['name', 'type'],
  remove: ['name'],
  clear: [],
};

const ofLocation = ['path', 'allowOverride', 'overrideMode', 'inheritInChildApplications'];

/** Its own attributes count for the whole file (ScanLocationSection). */
function plainLocation(location: XmlElement): void {
  const { attributes } = location;
  const odd = Object.keys(attributes).find((name) => !ofLocation.includes(name));
  if (odd !== undefined) throw new Fault(location, `the attribute ${odd} is unknown there`);
  for (const name of ['allowOverride', 'inheritInChildApplications'])
    if (!/^(?:true|false)$/.test(attributes[name] ?? 'true'))
      throw new Fault(location, `${name} is neither true nor false`);
  if (!['Inherit', 'Allow', 'Deny'].includes(attributes.overrideMode ?? 'Allow'))
    throw new Fault(location, 'overrideMode is none of Inherit, Allow and Deny');
  if (attributes.allowOverride !== undefined && attributes.overrideMode !== undefined)
    throw new Fault(location, 'allowOverride and overrideMode stand side by side');
  const { path = '' } = attributes;
  // NormalizeLocationSubPath
  if (path !== '.' && /^[\s\\./]|[\s\\./]$|[\\?:*"<>|]/.test(path))
    throw new Fault(location, `path="${path.slice(0, 80)}" is none that .NET takes`);
  const [inner] = children(location, 'location');
  if (inner !== undefined) throw new Fault(inner, 'a location cannot stand in another');
}

/** Between sections only blanks and comments may stand: no instruction (`<?...?>`) and no entity either. */
function noStrayNode(element: XmlElement): void {
  const stray = strayNode(element);
  if (stray !== undefined) throw new Fault(element, `${stray} stands in it`);
}

/** Walks groups down to sections: each must be declared, and stand once. */
function look(
  element: XmlElement,
  above: string,
  declared: Declared,
  seen: Set<string>,
  found: XmlElement[],
): void {
  const path = `${above}${element.name}`;
  const kind = declared.get(path);
  if (kind === undefined) throw new Fault(element, `no such section${meant(path, declared)}`);
  if (kind === 'any') return;
  if (kind === 'group') {
    noStrayNode(element);
    for (const one of children(element)) look(one, `${path}/`, declared, seen, found);
    return;
  }
  if (seen.has(path)) throw new Fault(element, `a second ${element.name}`);
  seen.add(path);
  if (path === 'system.net/defaultProxy') found.push(element);
}

/** Faults in there stay there; without a path, or with `.`, its sections are the program's. */
function insideLocation(location: XmlElement): readonly XmlElement[] {
  const path = location.attributes.path?.trim() ?? '';
  return path === '' || path === '.' ? netProxies(location) : [];
}

function netProxies(parent: XmlElement): readonly XmlElement[] {
  return children(parent, 'system.net').flatMap((group) => children(group, 'defaultProxy'));
}

function meant(path: string, declared: Declared): string {
  const other = [...declared.keys()].find((one) => one.toLowerCase() === path.toLowerCase());
  return other === undefined
    ? ''
    : ` (${other.slice(other.lastIndexOf('/') + 1)} is one; upper and lower case count)`;
}
