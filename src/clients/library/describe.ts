import { defined } from '../../base/defined.ts';
import type { Assembly } from '../../formats/dotnet/assembly.ts';
import { requirement } from '../../requirements/index.ts';
import { connectorClasses } from './connector-classes.ts';
import { isEcma, isFramework, isOfHost } from './framework.ts';
import type { Neighbours } from './neighbours.ts';
import type { LibraryDescription } from './types.ts';

const targetFramework = 'System.Runtime.Versioning.TargetFrameworkAttribute';
const referenceAssembly = 'System.Runtime.CompilerServices.ReferenceAssemblyAttribute';

/** Facts stay small, also when the library refers to hundreds. */
const mostReferences = 100;

/** What the rows need to know of a library, as plain JSON. Throws what the metadata throws. */
export function describeAssembly(assembly: Assembly, beside: Neighbours): LibraryDescription {
  const { identity, image, attributes, references } = assembly;
  const target = attributes.find(({ name }) => name === targetFramework)?.text;
  const all = [assembly, ...beside.assemblies.values()];
  const { setter } = requirement('CON-05').values;
  return {
    ...identity,
    ...defined({ fileVersion: assembly.fileVersion }),
    runtimeVersion: assembly.runtimeVersion,
    machine: image.machine,
    bits: image.bits,
    mixed: image.mixed,
    ...defined({ target }),
    referenceOnly: attributes.some(({ name }) => name === referenceAssembly),
    references: references.slice(0, mostReferences),
    missing: missingOf(assembly, beside),
    ecma: all.flatMap((one) =>
      one.references
        .filter(({ name }) => isEcma(name))
        .map(({ version, token }) => ({ by: one.identity.name, version, token })),
    ),
    setsDelta: all.some((one) => one.namesMember(setter)),
    classes: connectorClasses(assembly, beside.assemblies),
  };
}

/** Neither part of .NET Framework, nor brought by the host, nor beside it. Nothing where the folder is not known. */
function missingOf({ references }: Assembly, { names }: Neighbours): readonly string[] {
  if (names === undefined) return [];
  return references
    .filter((one) => !isFramework(one) && !isOfHost(one.name) && !names.has(one.name.toLowerCase()))
    .map(({ name }) => name)
    .slice(0, mostReferences);
}
