import type { AssemblyReference } from '../../formats/dotnet/identity.ts';
import { requirement } from '../../requirements/index.ts';

/** Which references .NET Framework or the host itself satisfies. General .NET knowledge, not of Microsoft's documents. */

/** Keys that Microsoft signs .NET Framework and .NET with. */
const frameworkTokens: readonly string[] = [
  'b77a5c561934e089',
  'b03f5f7f11d50a3a',
  '31bf3856ad364e35',
  'cc7b13ffcd2ddd51',
  '7cec85d7bea7798e',
  'adb9793829ddae60',
];

/** Signed with the same keys, but delivered as packages: they must lie beside the library. */
const packages: readonly RegExp[] = [
  /^System\.(Memory|Buffers|Text\.Json|Text\.Encodings\.Web|Collections\.Immutable|Reflection\.Metadata)$/,
  /^System\.(Runtime\.CompilerServices\.Unsafe|Threading\.Tasks\.Extensions|Threading\.Channels)$/,
  /^Microsoft\.(Extensions|Bcl|Identity|IdentityModel|Data\.SqlClient|Graph|Rest|OData)\b/,
  /^System\.IdentityModel\.Tokens\.Jwt$/,
];

/** The host brings these: its interface, and what its own connectors share. */
const hostLibraries = /^Microsoft\.(MetadirectoryServicesEx|IAM\.|IdentityManagement\.)/;

/** Part of .NET Framework (or of .NET): never to be looked for beside a library. */
export function isFramework({ name, token }: AssemblyReference): boolean {
  if (isEcma(name) || hostLibraries.test(name) || packages.some((one) => one.test(name))) return false;
  return frameworkTokens.includes(token);
}

export function isEcma(name: string): boolean {
  return name.toLowerCase() === requirement('CON-01').values.assembly.toLowerCase();
}

export function isOfHost(name: string): boolean {
  return hostLibraries.test(name);
}
