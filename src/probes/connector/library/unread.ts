import { never } from '../../../base/never.ts';
import type { LibraryInspection, ReadRefusal } from '../../../clients/library/types.ts';
import type { Remedy, Step, Verdict } from '../../../engine/probe.ts';
import type { FileKind } from '../../../formats/file-kind.ts';
import { fileName } from '../../../platform/paths.ts';
import { by, fix } from '../../common/fix.ts';
import { readAgain } from '../../common/steps.ts';
import { fail, unknown } from '../../common/verdicts.ts';
import { change, customConnectors } from '../remedies.ts';

/** What is said where there is no assembly to look at. */
export function judgeUnread(
  { path, bytes }: Pick<LibraryInspection, 'path' | 'bytes'>,
  refusal: ReadRefusal,
): Verdict {
  const name = fileName(path);
  switch (refusal.why) {
    case 'foreign-path':
      return unknown(
        'a path of Windows',
        `${path} cannot be followed on this system.`,
        replace(
          'Only the server itself can follow this path.',
          'Start the doctor on the server, or name a copy of the library that lies here',
        ),
      );
    case 'absent':
      return fail(
        `${name} is not there`,
        `there is no file ${path}`,
        replace(
          '.ecmarc names the library by its path, from the folder of .ecmarc.',
          'Copy the library and all that it needs to this place, or correct library in .ecmarc',
        ),
      );
    case 'denied':
      return unknown(
        `not allowed to read ${name}`,
        problemText(refusal, path),
        replace(
          'The account that runs the doctor may not read it.',
          by.server('See who may', `icacls.exe "${path}"`),
        ),
      );
    case 'not-a-file':
      return fail(
        `${name} is not a file`,
        `${path} is a folder or a device`,
        replace('The path has to end in the library itself.', 'Correct library in .ecmarc'),
      );
    case 'failed':
      return unknown(
        `${name} could not be read`,
        problemText(refusal, path),
        replace('Reading the file failed half-way.', 'Copy the file anew from where it was built'),
      );
    case 'other-kind': {
      const kind = refusal.kind ?? 'unknown';
      return fail(
        kinds[kind],
        `${name} is ${kinds[kind]}, whatever its name says.`,
        replace('The file is something else under the name of a library.', stepFor(kind)),
      );
    }
    case 'native':
      return fail(
        'a native library, not .NET',
        `${name} is a Windows library without .NET metadata.`,
        replace(
          'A connector is a .NET library; this one holds machine code only.',
          by.connector('Name the .NET library of the connector in .ecmarc'),
        ),
      );
    case 'module':
      return fail(
        'a module, not a library',
        `${name} has no manifest: it is one part of an assembly.`,
        change('The host loads whole assemblies.', 'Build as a class library (target: library)'),
      );
    case 'damaged': {
      const size = bytes === undefined ? '' : ` (${bytes} bytes)`;
      return fail(
        'damaged',
        `${name} has the form of a .NET library, but ${refusal.text ?? 'its metadata cannot be read'}${size}.`,
        replace(
          'It was cut off or changed on its way here, or a tool has scrambled it.',
          by.connector('Copy the file anew from where it was built and compare its size'),
        ),
      );
    }
    case 'too-large':
      return unknown(
        'too large to look into',
        refusal.text ?? `${name} is too large`,
        replace('The doctor takes 64 MB of metadata at most.'),
      );
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

function stepFor(kind: FileKind): Step {
  switch (kind) {
    case 'zip':
    case 'gzip':
    case '7z':
    case 'rar':
    case 'cab':
      return by.connector('Unpack it, and name the .dll inside in .ecmarc');
    case 'html':
      return by.connector(
        'The download gave a page in place of the file (mostly a sign-in or an error): download it again in a browser',
      );
    case 'git-lfs':
      return by.connector('Fetch the real file', 'git lfs pull');
    default:
      return by.connector('Copy the .dll from where it was built');
  }
}

/** Another file has to stand there, or another path in `.ecmarc`. */
function replace(why: string, ...steps: readonly (Step | string)[]): Remedy {
  return fix(why, ...steps, readAgain, customConnectors);
}

function problemText({ problem }: ReadRefusal, path: string): string {
  return problem === undefined ? path : `${path}: ${problem.text} (${problem.code})`;
}
