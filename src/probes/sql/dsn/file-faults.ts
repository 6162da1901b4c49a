import type { Step } from '../../../engine/probe.ts';
import type { FileDsn } from '../../../formats/dsn/file-dsn.ts';

/** What is wrong with a DSN as a file: that it cannot be read, or how it is encoded. */

export interface Finding {
  readonly status: 'fail' | 'warn' | 'unknown';
  readonly message: string;
  readonly found?: string;
  readonly why: string;
  readonly steps: readonly Step[];
}

export function unreadable(path: string, code: string, text: string): Finding {
  if (code === 'FOREIGN_PATH')
    return {
      status: 'unknown',
      message: 'a path of Windows',
      found: `${path} cannot be followed on this system`,
      why: 'Only the server itself can follow this path.',
      steps: [{ text: 'Start the doctor on the server, or name a copy of the file that lies here' }],
    };
  const missing = code === 'ENOENT' || code === 'ENOTDIR';
  return {
    status: missing ? 'fail' : 'unknown',
    message: missing ? 'the file is not there' : `cannot be read (${code})`,
    found: `${path}: ${text}`,
    why: missing
      ? 'The connector will be given this file.'
      : 'The doctor, as this user, may not read the file.',
    steps: [
      missing
        ? {
            text: 'Correct dsn in .ecmarc, or make the file in "ODBC Data Sources (64-bit)"',
            command: 'odbcad32.exe',
            owner: 'server',
          }
        : {
            text: 'Start the doctor as an administrator, or allow this user to read the file',
            owner: 'server',
          },
    ],
  };
}

/** As people call them. */
export const encodingTexts: Readonly<Record<FileDsn['encoding'], string>> = {
  ascii: 'ASCII',
  'utf-8': 'UTF-8',
  'utf-8-mark': 'UTF-8 with a byte order mark',
  'utf-16': 'UTF-16',
  other: 'another one (ANSI)',
};

export function encodingFinding({ encoding }: FileDsn, path: string): Finding[] {
  const name = path.replaceAll("'", "''");
  // Without a variable: PowerShell would fill it in before it starts the inner one.
  const save: Step = {
    text: 'Save it as UTF-8 without a byte order mark (Notepad before Windows Server 2022 always writes the mark)',
    command: `powershell -Command "[IO.File]::WriteAllText('${name}', (Get-Content -Raw -LiteralPath '${name}'))"`,
    owner: 'server',
  };
  switch (encoding) {
    case 'ascii':
    case 'utf-8':
      return [];
    case 'utf-8-mark':
      return [
        {
          status: 'warn',
          message: 'UTF-8 with a mark',
          why: 'The mark at the start may hide [ODBC] from the driver manager.',
          steps: [save],
        },
      ];
    case 'utf-16':
      return [
        {
          status: 'fail',
          message: 'UTF-16, not UTF-8',
          why: 'Any other encoding ends in "Data source name not found and no default driver specified".',
          steps: [save],
        },
      ];
    default:
      return [
        {
          status: 'fail',
          message: 'not UTF-8',
          found: 'letters outside ASCII in an old encoding (ANSI)',
          why: 'Any other encoding ends in "Data source name not found and no default driver specified".',
          steps: [save],
        },
      ];
  }
}
