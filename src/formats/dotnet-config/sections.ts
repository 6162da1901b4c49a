import type { XmlElement } from '@rgrove/parse-xml';
import { children } from '../host-xml/document.ts';

/** Paths of sections and groups. `any`: one of either that is not looked into. */
export type Declared = ReadonlyMap<string, 'section' | 'group' | 'any'>;

/** What a `configSections` declares. */
export function declaredIn(element: XmlElement, above = ''): Declared {
  const found = new Map<string, 'section' | 'group' | 'any'>();
  for (const one of children(element)) {
    const path = `${above}${one.attributes.name ?? ''}`;
    if (one.name === 'section') found.set(path, 'section');
    if (one.name !== 'sectionGroup') continue;
    found.set(path, 'group');
    for (const [inner, kind] of declaredIn(one, `${path}/`)) found.set(inner, kind);
  }
  return found;
}

/** What the machine.config of .NET Framework 4.x declares, for a machine whose own cannot be read. */
export const machineSections: Declared = new Map([
  ...[
    'appSettings',
    'assemblyBinding',
    'configProtectedData',
    'connectionStrings',
    'mscorlib',
    'runtime',
    'satelliteassemblies',
    'startup',
    'system.codedom',
    'system.diagnostics',
    'system.runtime.remoting',
    'uri',
    'windows',
    'system.net/authenticationModules',
    'system.net/connectionManagement',
    'system.net/defaultProxy',
    'system.net/requestCaching',
    'system.net/settings',
    'system.net/webRequestModules',
  ].map((path) => [path, 'section'] as const),
  ['system.net', 'group'],
  ...[
    'system.activities',
    'system.data',
    'system.data.dataset',
    'system.data.odbc',
    'system.data.oledb',
    'system.data.oracleclient',
    'system.data.sqlclient',
    'system.identityModel',
    'system.identityModel.services',
    'system.net/mailSettings',
    'system.runtime.caching',
    'system.runtime.serialization',
    'system.serviceModel',
    'system.serviceModel.activation',
    'system.transactions',
    'system.web',
    'system.web.extensions',
    'system.webServer',
    'system.windows.forms',
    'system.xaml.hosting',
    'system.xml.serialization',
  ].map((path) => [path, 'any'] as const),
]);
