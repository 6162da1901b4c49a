import { expect, it } from 'vitest';
import { connectionString } from '../../../src/clients/odbc/connection-string.ts';

/** psqlODBC takes braces off a password alone, and decodes `%41` in a bare one; others take them off every value. */
it.each<[keyword: string, value: string, text: string]>([
  ['UID', 'ecma', 'UID=ecma;'],
  ['UID', 'ecma@contoso.example', 'UID=ecma@contoso.example;'],
  ['UID', "o'neil$+#%=1", "UID=o'neil$+#%=1;"],
  ['UID', 'häß', 'UID=häß;'],
  ['UID', 'CONTOSO\\svc', 'UID=CONTOSO\\svc;'],
  ['UID', 'a;b', 'UID={a;b};'],
  ['UID', ' a', 'UID={ a};'],
  ['DATABASE', 'Prüf ung', 'DATABASE=Prüf ung;'],
  ['DATABASE', '{x}', 'DATABASE={{x}}};'],
  ['PWD', 'Planted-1', 'PWD=Planted-1;'],
  ['PWD', '%41', 'PWD={%41};'],
  ['PWD', 'a}b;', 'PWD={a}}b;};'],
  ['PWD', 'ä', 'PWD={ä};'],
  ['DRIVER', 'SQLite3', 'DRIVER={SQLite3};'],
  ['FILEDSN', 'C:\\a b.dsn', 'FILEDSN=C:\\a b.dsn;'],
])('%s: %s', (keyword, value, text) => expect(connectionString([[keyword, value]])).toBe(text));
