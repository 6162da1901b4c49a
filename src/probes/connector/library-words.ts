import { never } from '../../base/never.ts';
import type { Remedy, Step, Verdict } from '../../engine/probe.ts';
import type { FileKind } from '../../formats/file-kind.ts';
import { readAgain } from '../common/steps.ts';
import { fileName } from './places.ts';
import { change, customDocument } from './row.ts';
import type { Look, Refusal } from './types.ts';

/** What is said where there is no assembly to look at. */
export function refusedVerdict({ path, bytes }: Pick<Look, 'path' | 'bytes'>, refusal: Refusal): Verdict {
  const name = fileName(path);
  switch (refusal.why) {
    case 'foreign-path':
      return {
        status: 'unknown',
        message: 'a path of Windows',
        found: `${path} cannot be followed on this system.`,
        remedy: look('Only the server itself can follow this path.', [
          { text: 'Start the doctor on the server, or name a copy of the library that lies here' },
        ]),
      };
    case 'absent':
      return {
        status: 'fail',
        message: `${name} is not there`,
        found: `there is no file ${path}`,
        remedy: look('.ecmarc names the library by its path, from the folder of .ecmarc.', [
          { text: 'Copy the library and all that it needs to this place, or correct library in .ecmarc' },
        ]),
      };
    case 'denied':
      return {
        status: 'unknown',
        message: `not allowed to read ${name}`,
        found: text(refusal, path),
        remedy: look('The account that runs the doctor may not read it.', [
          { text: 'See who may', command: `icacls.exe "${path}"`, owner: 'server' },
        ]),
      };
    case 'not-a-file':
      return {
        status: 'fail',
        message: `${name} is not a file`,
        found: `${path} is a folder or a device`,
        remedy: look('The path has to end in the library itself.', [{ text: 'Correct library in .ecmarc' }]),
      };
    case 'failed':
      return {
        status: 'unknown',
        message: `${name} could not be read`,
        found: text(refusal, path),
        remedy: look('Reading the file failed half-way.', [
          { text: 'Copy the file anew from where it was built' },
        ]),
      };
    case 'other-kind':
      return otherKind(name, refusal.kind ?? 'unknown');
    case 'native':
      return {
        status: 'fail',
        message: 'a native library, not .NET',
        found: `${name} is a Windows library without .NET metadata.`,
        remedy: look('A connector is a .NET library; this one holds machine code only.', [
          { text: 'Name the .NET library of the connector in .ecmarc', owner: 'connector' },
        ]),
      };
    case 'module':
      return {
        status: 'fail',
        message: 'a module, not a library',
        found: `${name} has no manifest: it is one part of an assembly.`,
        remedy: change('The host loads whole assemblies.', ['Build as a class library (target: library)']),
      };
    case 'damaged':
      return {
        status: 'fail',
        message: 'damaged',
        found: `${name} has the form of a .NET library, but ${refusal.text ?? 'its metadata cannot be read'}${bytes === undefined ? '' : ` (${bytes} bytes)`}.`,
        remedy: look('It was cut off or changed on its way here, or a tool has scrambled it.', [
          { text: 'Copy the file anew from where it was built and compare its size', owner: 'connector' },
        ]),
      };
    case 'too-large':
      return {
        status: 'unknown',
        message: 'too large to look into',
        found: refusal.text ?? `${name} is too large`,
        remedy: look('The doctor takes 64 MB of metadata at most.', []),
      };
    default:
      return never(refusal.why);
  }
}

const kinds: Readonly<Record<FileKind, string>> = {
  empty: 'an empty file',
  zeros: 'a file of zeros only',
  zip: 'a ZIP archive (or a NuGet package)',
  html: 'a web page',
  xml: 'an XML file',
  gzip: 'a gzip archive',
  '7z': 'a 7-Zip archive',
  rar: 'a RAR archive',
  cab: 'a CAB archive',
  installer: 'an installer package or an old Office file',
  elf: 'a Linux library',
  'mach-o': 'a macOS library',
  'git-lfs': 'a Git LFS pointer',
  text: 'a text file',
  unknown: 'not a Windows library',
};

function otherKind(name: string, kind: FileKind): Verdict {
  return {
    status: 'fail',
    message: kinds[kind],
    found: `${name} is ${kinds[kind]}, whatever its name says.`,
    remedy: look('The file is something else under the name of a library.', [stepFor(kind)]),
  };
}

function stepFor(kind: FileKind): Step {
  switch (kind) {
    case 'zip':
    case 'gzip':
    case '7z':
    case 'rar':
    case 'cab':
      return { text: 'Unpack it, and name the .dll inside in .ecmarc', owner: 'connector' };
    case 'html':
      return {
        text: 'The download gave a page in place of the file (mostly a sign-in or an error): download it again in a browser',
        owner: 'connector',
      };
    case 'git-lfs':
      return { text: 'Fetch the real file', command: 'git lfs pull', owner: 'connector' };
    default:
      return { text: 'Copy the .dll from where it was built', owner: 'connector' };
  }
}

function look(why: string, steps: readonly Step[]): Remedy {
  return {
    why,
    steps: [...steps, readAgain],
    links: [customDocument],
  };
}

function text({ problem }: Refusal, path: string): string {
  return problem === undefined ? path : `${path}: ${problem.text} (${problem.code})`;
}
