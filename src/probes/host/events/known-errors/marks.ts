import { ldapCodes, ldapCodesOfAdsi } from './ldap-sentences.ts';

/**
 * What an event's text holds that no language changes: classes of exceptions, SQLSTATEs, numbers of databases, LDAP,
 * HTTP, Windows. Sentences count only where .NET and the drivers give no number along.
 */
export interface ErrorMarks {
  readonly provider: string;
  readonly id: number;
  readonly text: string;
  /** `LdapException`, without its namespace. */
  readonly exceptions: ReadonlySet<string>;
  /** SQLSTATE in brackets, as ODBC writes it. */
  readonly states: ReadonlySet<string>;
  /** Numbers of SQL Server, where one of its drivers speaks. */
  readonly sqlServer: ReadonlySet<number>;
  /** LDAP result codes, and wldap32's own from 81 on. */
  readonly ldap: ReadonlySet<number>;
  /** HTTP statuses that an exception of the web tells. */
  readonly http: ReadonlySet<number>;
  /** Windows' codes as HRESULT, unsigned; Win32 errors among them as 0x8007xxxx. */
  readonly windows: ReadonlySet<number>;
  /** Of the socket: 10061 and the like. */
  readonly sockets: ReadonlySet<number>;
  /** It speaks of this server itself: the host that the agent asks. */
  readonly local: boolean;
}

export function marksOf({ provider, id, text }: Pick<ErrorMarks, 'provider' | 'id' | 'text'>): ErrorMarks {
  const exceptions = new Set(all(text, /\b([A-Z]\w*Exception)\b/g));
  const windows = windowsCodes(text);
  return {
    provider,
    id,
    text,
    exceptions,
    states: sqlStates(text),
    sqlServer: sqlServerNumbers(text, exceptions),
    ldap: new Set([...ldapNumbers(text, exceptions), ...ldapCodesOfAdsi(windows)]),
    http: httpStatuses(text, exceptions),
    windows,
    sockets: socketCodes(text, exceptions),
    local: /\b(?:localhost|127\.0\.0\.1)\b|\[::1\]|\becma2host_/i.test(text),
  };
}

/** Fits when one of these stands in it. */
export function some<T>(set: ReadonlySet<T>, ...wanted: readonly T[]): boolean {
  return wanted.some((one) => set.has(one));
}

function all(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, found = '']) => found);
}

/** `ERROR [42S02]`; five digits in brackets may be any number where no driver speaks. */
function sqlStates(text: string): ReadonlySet<string> {
  const driver = /\bERROR \[|\bODBC|Odbc\w*Exception|SQLSTATE/.test(text);
  const found = all(text, /\[([0-9A-Z]{5})\]/g);
  return new Set(found.filter((state) => /\d/.test(state) && (driver || /[A-Z]/.test(state))));
}

function numbers(text: string, pattern: RegExp): number[] {
  return all(text, pattern).map(Number);
}

/** `Error Number:18456,State:1` (SqlException), `Msg 18456`, `(18456) (SQLDriverConnect)`, `Fehler: 18456`. */
function sqlServerNumbers(text: string, exceptions: ReadonlySet<string>): ReadonlySet<number> {
  if (!/\[SQL Server\]|for SQL Server\]/.test(text) && !exceptions.has('SqlException')) return new Set();
  return new Set([
    ...numbers(
      text,
      /\b(?:Error Number|Number|Msg|Native(?: error)?|(?:SQL Server )?Error|Fehler|Erreur)\s*[:=#]?\s*(\d{2,5})\b/gi,
    ),
    ...numbers(text, /\((\d{2,5})\)\s*\(SQL\w+\)/g),
    ...numbers(text, /\[SQL Server\][^\n]*?\((\d{3,5})\)\s*$/gm),
  ]);
}

/** By number, or by the sentence that System.DirectoryServices.Protocols has for it. */
function ldapNumbers(text: string, exceptions: ReadonlySet<string>): ReadonlySet<number> {
  const directory = [...exceptions].some((name) => /^(?:Ldap|Directory|ServerDown)\w*Exception$/.test(name));
  if (!directory && !/\bLDAP\b/i.test(text)) return new Set();
  // Other numbers stand in a text that only speaks of LDAP.
  const said = directory ? text : all(text, /\b(LDAP\b[^\n;]{0,60})/gi).join('\n');
  const found = numbers(
    said,
    /\b(?:LDAP:? error code|error code|result code|ResultCode|ErrorCode|code:?)\s*[:=]?\s*(\d{1,3})\b(?! ?(?:bit|files?|entr|pages?))/gi,
  );
  const hex = all(said, /\b(?:error|code):?\s+0x([0-9a-f]{1,2})\b/gi).map((one) => Number.parseInt(one, 16));
  return new Set([...found, ...hex, ...(directory ? ldapCodes(text) : [])]);
}

/** .NET Framework prints 0x80004005 in place of the socket's number: then its sentence counts (winerror.h, WSAE...). */
const socketSentences: readonly (readonly [number, RegExp])[] = [
  [10_013, /forbidden by its access permissions/i],
  [10_048, /Only one usage of each socket address/i],
  [10_060, /did not properly respond after a period of time/i],
  [10_061, /actively refused it|Zielcomputer die Verbindung verweigerte/i],
  [11_001, /No such host is known|Es ist kein solcher Host bekannt|Der angegebene Host ist unbekannt/i],
];

function socketCodes(text: string, exceptions: ReadonlySet<string>): ReadonlySet<number> {
  const socket = some(exceptions, 'SocketException', 'WebException', 'HttpRequestException');
  if (!socket && !/Winsock|WSA/.test(text)) return new Set();
  const written = numbers(text, /(?<![\d.:])(1[01]0\d{2})(?![\d.])/g);
  return new Set([
    ...written.filter((code) => code >= 10_004 && code <= 11_031),
    ...socketSentences.filter(([, sentence]) => sentence.test(text)).map(([code]) => code),
  ]);
}

/** `The remote server returned an error: (407)`, in every language; `status code ...: 401`. */
function httpStatuses(text: string, exceptions: ReadonlySet<string>): ReadonlySet<number> {
  if (!some(exceptions, 'WebException', 'HttpRequestException')) return new Set();
  return new Set([
    ...numbers(text, /(?:Web|HttpRequest)Exception\b[^\n]*?\((\d{3})\)/g),
    ...numbers(text, /HttpRequestException\b[^\n]*?:\s(\d{3})\b/g),
  ]);
}

/** `0x80070005`, `HRESULT: 0x…`, and signed: `-2147024891`. */
function windowsCodes(text: string): ReadonlySet<number> {
  return new Set([
    ...all(text, /\b0x([89a-f][0-9a-f]{7})\b/gi).map((one) => Number.parseInt(one, 16)),
    ...numbers(text, /(?<![\w.])(-2\d{9})\b/g).map((one) => one + 2 ** 32),
    // Win32Exception (1073): the number alone.
    ...numbers(text, /Win32Exception\s*\((\d{1,5})\)/g).map((one) => 0x8007_0000 + one),
    ...numbers(text, /%%(\d{1,5})\b/g).map((one) => 0x8007_0000 + one),
    ...numbers(text, /%%(2\d{9})\b/g),
  ]);
}
