import { existsSync, readFileSync } from 'node:fs';
import type { Attributes, LdapScript, ScriptedEntry } from './scripted-ldap.ts';

/**
 * rootDSE and schema of real directories, as the Python library ldap3 brings them for its offline tests (Debian:
 * python3-ldap3, LGPL): read from the installed package, none of it is kept here.
 */
const folder = '/usr/lib/python3/dist-packages/ldap3/protocol/schemas';

export const hasDumps = existsSync(`${folder}/edir914.py`);

export type DumpName = 'ad2012R2' | 'ds389' | 'edir888' | 'edir914' | 'slapd24';

interface Dump {
  readonly rootDse: Attributes;
  readonly schema: Attributes;
}

function readDump(name: DumpName): Dump {
  const text = readFileSync(`${folder}/${name}.py`, 'utf8');
  const parts = [...text.matchAll(/^(\w+) = """\r?\n([\s\S]*?)"""/gm)];
  const part = (end: string): Attributes => {
    const json = parts.find(([, variable]) => variable?.endsWith(end))?.[2] ?? '';
    // A literal of Python: its backslashes are doubled.
    const { raw } = JSON.parse(json.replaceAll('\\\\', '\\')) as { readonly raw: Record<string, unknown> };
    return Object.fromEntries(
      Object.entries(raw).map(([key, values]) => [
        key,
        [values].flat().map((value) => (typeof value === 'string' ? value : JSON.stringify(value))),
      ]),
    );
  };
  return { rootDse: part('_dsa_info'), schema: part('_schema') };
}

/** Such a directory, with a container of users of this class. */
export function replayed(name: DumpName, container: string, objectClass: string): LdapScript {
  const { rootDse, schema } = readDump(name);
  const users: ScriptedEntry[] = [1, 2, 3].map((number) => ({
    dn: `cn=u${number},${container}`,
    attributes: { objectClass, cn: `u${number}`, sn: 'Planted-Surname' },
  }));
  return {
    rootDse,
    entries: [
      { dn: String([rootDse.subschemaSubentry].flat()[0]), attributes: schema },
      { dn: container, attributes: { objectClass: ['top', 'organizationalUnit'] } },
      ...users,
    ],
  };
}
