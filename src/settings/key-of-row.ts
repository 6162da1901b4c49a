import { readFile } from 'node:fs/promises';
import { decodeText } from '../base/decode-text.ts';
import { parseYaml } from './parse-yaml.ts';

/** The row that a person stands on, when `.ecmarc` is opened. */
export interface SettingsRow {
  readonly id: string;
  readonly connector?: string;
}

/** Keys below the target that a probe is about; where one is not set, what stands around it. */
const ofTarget: Readonly<Record<string, string>> = {
  'ldap.reach': 'url',
  'ldap.tls': 'url',
  'ldap.server-kind': 'url',
  'ldap.bind': 'bindDn',
  'ldap.windows': 'bindDn',
  'ldap.schema': 'attributes',
  'ldap.users': 'users',
  'ldap.rights': 'users',
  'sql.driver': 'engine',
  'sql.dsn': 'dsn',
  'sql.odbc': 'dsn',
  'sql.reach': 'server',
  'sql.login': 'user',
  'sql.server-kind': 'engine',
  'sql.database': 'database',
  'sql.table': 'table',
  'sql.rights': 'table',
  'sql.anchor': 'anchor',
  'sql.required-columns': 'attributes',
};

/** Keys of a connector, beside its target. */
const ofConnector: Readonly<Record<string, readonly string[]>> = {
  'ldap.write': ['writeTest'],
  'sql.write': ['writeTest'],
  'ldap.delta': ['delta'],
  'sql.delta': ['delta'],
  'tcp.reach': ['target', 'tcp'],
};

/** Keys of the server's own rows. */
const ofServer: Readonly<Record<string, readonly string[]>> = {
  'tenant.exists': ['tenant', 'id'],
  'tenant.cloud': ['tenant', 'cloud'],
  'tenant.licence': ['tenant', 'signIn'],
  'tenant.sign-in': ['tenant', 'signIn'],
  'network.proxy': ['network', 'proxy'],
  'host.port': ['host', 'port'],
  'host.installed': ['host', 'folder'],
  'attest.test-data': ['attest', 'testDataOnly'],
  'attest.not-a-source': ['attest', 'notASource'],
};

/** The line of the file, from 1, at which the key of this row stands; undefined where none is about it. Never throws. */
export async function lineOfRow(path: string, row: SettingsRow): Promise<number | undefined> {
  const text = await readFile(path).then(decodeText, () => undefined);
  const parsed = text === undefined ? undefined : parseYaml(text);
  if (parsed?.ok !== true) return undefined;
  const key = keyOf(row, parsed.value);
  return key === undefined ? undefined : parsed.locate(key, 'key')?.line;
}

function keyOf({ id, connector }: SettingsRow, settings: unknown): readonly PropertyKey[] | undefined {
  const [base = id] = id.split('@');
  const [area = ''] = base.split('.');
  if (connector === undefined) {
    const known = ofServer[base] ?? ([area] as const);
    return isObject(settings) && Object.hasOwn(settings, known[0] ?? '') ? known : undefined;
  }
  const all = isObject(settings) && Array.isArray(settings.connectors) ? settings.connectors : [];
  const index = all.findIndex((one: unknown) => isObject(one) && one.name === connector);
  if (index < 0) return undefined;
  const own: readonly PropertyKey[] = ['connectors', index];
  if (area === 'connector') return [...own, 'library'];
  const target = ofTarget[base];
  return [...own, ...(ofConnector[base] ?? ['target', area, ...(target === undefined ? [] : [target])])];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
