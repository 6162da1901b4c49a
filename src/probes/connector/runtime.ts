import { defined } from '../../base/defined.ts';
import { isOlder } from '../../base/version.ts';
import {
  frameworkText,
  type TargetFramework,
  targetFrameworkOf,
} from '../../clients/library/target-framework.ts';
import type { LibraryDescription } from '../../clients/library/types.ts';
import type { Facts } from '../../engine/facts.ts';
import type { Evidence, JudgeInput, Verdict } from '../../engine/probe.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { pass, unknown, warn } from '../common/verdicts.ts';
import { dotnetVersion, serverDotnet } from '../server/dotnet.ts';
import { factsToken } from '../token.ts';
import { defineLibraryProbe, inspectOnce } from './define.ts';
import { change, vanished } from './remedies.ts';

type RuntimeDescription = Pick<
  LibraryDescription,
  'runtimeVersion' | 'machine' | 'bits' | 'mixed' | 'target' | 'references' | 'missing'
>;

export interface RuntimeFacts extends Facts {
  readonly library: string;
  /** Absent when the file could not be read any more. */
  readonly runs?: RuntimeDescription;
}

export const connectorRuntime = factsToken<RuntimeFacts>('connector', 'runtime');

const why =
  "The host runs on .NET Framework, by its own configuration file; the rest is our conclusion, not confirmed by Microsoft's documents.";

/** Can .NET Framework load it in the host's process, and is what it needs there? An inferred rule: a warning at worst. */
export const connectorRuntimeProbe = defineLibraryProbe(connectorRuntime, {
  title: 'Runs on .NET Framework',
  levels: levels('recommended', 'recommended'),
  requirements: ['CON-12'],
  uses: [serverDotnet],
  async collect(context) {
    const { path, assembly } = await inspectOnce(context);
    if (assembly === undefined) return { usable: false, library: path };
    const { runtimeVersion, machine, bits, mixed, target, references, missing } = assembly;
    const runs = { runtimeVersion, machine, bits, mixed, references, missing, ...defined({ target }) };
    return { usable: true, library: path, runs };
  },
  judge: judgeRuntime,
});

export function judgeRuntime({ facts, uses }: JudgeInput<Settings, RuntimeFacts>): Verdict {
  const { runs } = facts;
  if (runs === undefined) return vanished;
  const built = targetFrameworkOf(runs);
  const dotnet = uses.of(serverDotnet);
  const here = dotnet && dotnetVersion(dotnet);
  const base = {
    expected: '.NET Framework or .NET Standard 2.0, not 32-bit only, all dependencies beside it',
    evidence: [
      ...evidenceOf(facts.library, runs, built),
      ...(here === undefined ? [] : [{ label: 'This server has', value: `.NET Framework ${here}` }]),
    ],
  };
  return {
    ...base,
    ...(faultOf(runs, built) ?? tooNew(built, here) ?? lesser(runs, built) ?? pass(passText(runs, built))),
  };
}

function faultOf(runs: RuntimeDescription, built: TargetFramework): Verdict | undefined {
  const retarget = 'Set the target framework of the project to net472 (or netstandard2.0)';
  if (built.kind === 'core')
    return warn(
      `built for ${frameworkText(built)}`,
      `.NET Framework does not load libraries that are built for ${frameworkText(built)}.`,
      change(why, retarget),
    );
  if (built.kind === 'standard' && built.tooNew)
    return warn(
      `built for ${frameworkText(built)}`,
      '.NET Framework implements .NET Standard up to 2.0.',
      change(why, retarget),
    );
  if (runs.bits === '32')
    return warn(
      '32-bit only',
      'A 64-bit process cannot load it, and the host is most likely one.',
      change(why, 'Build for Any CPU (or x64): Prefer 32-bit off, platform target not x86'),
    );
  if (runs.machine !== 'I386' && runs.machine !== 'AMD64')
    return warn(
      `built for the processor ${runs.machine}`,
      `Its image is for ${runs.machine}; the host's server runs x64 code.`,
      change(why, 'Build for Any CPU (or x64)'),
    );
  return undefined;
}

/** Such a library often loads all the same, and fails at the first method that is not there. */
function tooNew(built: TargetFramework, here: string | undefined): Verdict | undefined {
  if (built.kind !== 'framework' || here === undefined || isOlder(here, built.version) !== true)
    return undefined;
  return warn(
    `built for ${frameworkText(built)}, here is ${here}`,
    `This server has .NET Framework ${here}, older than what the library was built for.`,
    change(
      why,
      `Set the target framework of the project to .NET Framework ${here} or earlier, or have .NET Framework ${built.version} installed on the server`,
    ),
  );
}

function lesser(runs: RuntimeDescription, built: TargetFramework): Verdict | undefined {
  const retarget = 'Set the target framework of the project to net472 (or netstandard2.0)';
  const [first] = runs.missing;
  if (first !== undefined)
    return warn(
      runs.missing.length === 1 ? `${first}.dll is missing` : `${runs.missing.length} libraries are missing`,
      `not beside it, and not part of .NET Framework: ${runs.missing.join(', ')}`,
      change(
        'The host looks for them in the folder of the library (or in the global assembly cache, which was not looked into).',
        `Copy ${runs.missing.map((name) => `${name}.dll`).join(', ')} beside the library`,
      ),
    );
  if (built.kind === 'unknown')
    return unknown(
      'for which .NET is not told',
      `It names no target framework, and refers to ${built.witness}.`,
      change(why, retarget),
    );
  if (runs.mixed)
    return warn(
      'holds native code (C++/CLI)',
      'It needs the Visual C++ runtime that it was built with on the server.',
      change(why, 'Install the matching Visual C++ Redistributable (x64) on the server'),
    );
  return undefined;
}

function passText({ bits }: RuntimeDescription, built: TargetFramework): string {
  return `${frameworkText(built)}, ${bits === 'any' ? 'any processor' : `${bits}-bit`}`;
}

function evidenceOf(library: string, runs: RuntimeDescription, built: TargetFramework): readonly Evidence[] {
  const references = runs.references
    .map(({ name, version }) => {
      const missing = built.kind !== 'core' && runs.missing.includes(name);
      return `${name} ${version}${missing ? ' (missing)' : ''}`;
    })
    .join(', ');
  return [
    { label: 'Library', value: library },
    { label: 'Built for', value: `${frameworkText(built)} (by ${built.witness})` },
    { label: 'Metadata', value: runs.runtimeVersion },
    {
      label: 'Image',
      value: `${runs.machine}, ${runs.bits === 'any' ? 'any bits' : `${runs.bits}-bit only`}${runs.mixed ? ', native code in it' : ''}`,
    },
    ...(references === '' ? [] : [{ label: 'Refers to', value: references }]),
  ];
}
