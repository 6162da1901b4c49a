import { never } from '../../../base/never.ts';
import type { FileDsn } from '../../../formats/dsn/file-dsn.ts';
import { by } from '../../common/fix.ts';
import { elevate } from '../../common/windows-answers.ts';
import type { DsnFacts } from './facts.ts';
import { type DsnFault, fails, warns } from './fault.ts';

/** What is wrong with a DSN as a file: that it cannot be read, how it is encoded, and who may read it. */

export function unreadable(path: string, code: string, text: string): DsnFault {
  if (code === 'FOREIGN_PATH')
    return {
      status: 'unknown',
      message: 'a path of Windows',
      found: `${path} cannot be followed on this system`,
      why: 'Only the server itself can follow this path.',
      steps: [{ text: 'Start the doctor on the server, or name a copy of the file that lies here' }],
    };
  const found = `${path}: ${text}`;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return {
      ...fails(
        'the file is not there',
        'The connector will be given this file.',
        by.server('Correct dsn in .ecmarc, or make the file in "ODBC Data Sources (64-bit)"', 'odbcad32.exe'),
      ),
      found,
    };
  return {
    status: 'unknown',
    message: `cannot be read (${code})`,
    found,
    why: 'The doctor, as this user, may not read the file.',
    steps: [by.server('Start the doctor as an administrator, or allow this user to read the file')],
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

const notFoundByOdbc =
  'Any other encoding ends in "Data source name not found and no default driver specified".';

export function encodingFaults({ encoding }: FileDsn, path: string): DsnFault[] {
  const name = path.replaceAll("'", "''");
  // Without a variable: PowerShell would fill it in before it starts the inner one.
  const save = by.server(
    'Save it as UTF-8 without a byte order mark (Notepad before Windows Server 2022 always writes the mark)',
    `powershell -Command "[IO.File]::WriteAllText('${name}', (Get-Content -Raw -LiteralPath '${name}'))"`,
  );
  switch (encoding) {
    case 'ascii':
    case 'utf-8':
      return [];
    case 'utf-8-mark':
      return [
        warns('UTF-8 with a mark', 'The mark at the start may hide [ODBC] from the driver manager.', save),
      ];
    case 'utf-16':
      return [fails('UTF-16, not UTF-8', notFoundByOdbc, save)];
    case 'other':
      return [
        {
          ...fails('not UTF-8', notFoundByOdbc, save),
          found: 'letters outside ASCII in an old encoding (ANSI)',
        },
      ];
    default:
      return never(encoding);
  }
}

/** The connector hands the path over in a connection string, and so does the doctor on Windows. */
export function pathFaults({ path }: DsnFacts): DsnFault[] {
  if (!path.includes(';')) return [];
  return [
    {
      ...fails(
        'a semicolon in its path',
        'A connection string (FILEDSN=...) ends each value at a semicolon: the driver manager looks for a file whose path ends there, and takes the rest for keywords. Braces are documented for values that drivers read, not for this one.',
        by.server(
          'Give file and folders names without semicolons, and correct dsn in .ecmarc and in the connector',
        ),
      ),
      found: path,
    },
  ];
}

export function accessFaults({ serviceMayRead, path }: DsnFacts): DsnFault[] {
  const profile = /^[a-z]:\\users\\/i.test(path);
  if (serviceMayRead === true || (serviceMayRead === undefined && !profile)) return [];
  const why =
    "The connector host runs as NETWORK SERVICE, which does not see the folders of people (this is our conclusion, not confirmed by Microsoft's documents).";
  const steps = [
    by.server('Move it, for instance to C:\\ProgramData\\ECMA, and correct dsn in .ecmarc'),
    by.server('Or let the service read it', `icacls "${path}" /grant *S-1-5-20:R`),
  ];
  return serviceMayRead === false
    ? [fails('the service may not read it', why, ...steps)]
    : [warns("it lies in a person's folder", why, ...steps)];
}

/** What else Windows did not tell: whether the service may read the file, and where a name leads. */
export function unreadFaults({ unread = [] }: DsnFacts): DsnFault[] {
  return unread.map((found) => ({
    status: 'unknown',
    message: 'Windows did not tell all of it',
    found,
    why: 'Without it, it stays open whether the connector will read this file and reach its server.',
    steps: [elevate],
  }));
}
