import * as z from 'zod';
import { address, hostAndPort, port, secret, text } from './field-schemas.ts';
import { profiles } from './profiles.ts';
import { proxy } from './proxy-schema.ts';
import { sharedTenants } from './shared-tenants.ts';

/**
 * The shape of `.ecmarc` (decisions: The settings file). One source for the validation, the types and the JSON
 * Schema. Values leave it as `Settings`: defaults filled in, secrets as sources, never as text.
 */

/** What Microsoft supplies; every other `library` is the path of a custom ECMA2 .dll. */
export const builtInLibraries = [
  'generic-ldap',
  'generic-sql',
  'generic-powershell',
  'web-services',
] as const;

const methods = 'none, device-code, client-secret or client-certificate';
const httpsAddress = address(/^https$/, 'https://login.contoso.example');

const signIn = z.union(
  [
    z.literal('none').transform(() => ({ method: 'none' as const })),
    z.discriminatedUnion(
      'method',
      [
        z.strictObject({ method: z.literal('none') }),
        z.strictObject({ method: z.literal('device-code'), clientId: guid() }),
        z.strictObject({ method: z.literal('client-secret'), clientId: guid(), secret }),
        z.strictObject({
          method: z.literal('client-certificate'),
          clientId: guid(),
          certificateFile: text,
          certificatePassword: secret.optional(),
        }),
      ],
      { error: `expected ${methods}` },
    ),
  ],
  { error: `expected none, or { method: ... } with ${methods}` },
);

const cloud = z.union(
  [
    z.enum(['public', 'usgov', 'china']),
    z.strictObject({ signIn: httpsAddress, graph: httpsAddress.optional() }),
  ],
  { error: 'expected public, usgov, china or { signIn: https://..., graph: https://... }' },
);

const ldapTarget = z
  .strictObject({
    url: address(/^ldaps?$/, 'ldap://ldap.contoso.example:389', true),
    startTls: z.boolean().default(false),
    caFile: text.optional(),
    bindDn: text.optional(),
    password: secret.optional(),
    users: text.optional(),
    objectClass: text.default('inetOrgPerson'),
    auxiliaryClasses: z.array(text).default([]),
    attributes: z.array(text).optional(),
    anchor: text.default('dn'),
    authentication: z.enum(['simple', 'external', 'kerberos']).default('simple'),
    allowClearPassword: z.boolean().default(false),
    writeContainer: text.optional(),
  })
  .superRefine((given, context) => {
    if (given.startTls && /^ldaps:/i.test(given.url)) {
      wrong(
        context,
        ['startTls'],
        'does not go with ldaps:// (TLS from the start): write ldap://, or leave it out',
      );
    }
  });

/** Databases that the Generic SQL connector reaches; `other`: one that is not listed. */
export const engines = ['sqlserver', 'postgresql', 'mysql', 'oracle', 'db2', 'other'] as const;
export type Engine = (typeof engines)[number];

/** Where each listens unless it is told otherwise. */
const defaultPorts: Readonly<Record<Engine, number>> = {
  sqlserver: 1433,
  postgresql: 5432,
  mysql: 3306,
  oracle: 1521,
  db2: 50_000,
  other: 1433,
};

const sqlTarget = z
  .strictObject({
    server: text.regex(/^[^\s\\/:;,@=]+$/, {
      error: 'expected the host name alone: the port belongs into port, an instance into instance',
    }),
    port: port.optional(),
    instance: text.optional(),
    database: text,
    authentication: z.enum(['sql', 'ntlm']).default('sql'),
    domain: text.optional(),
    user: text.optional(),
    password: secret.optional(),
    encrypt: z
      .union([z.boolean(), z.literal('strict')], { error: 'expected true, false or strict' })
      .default(true),
    trustServerCertificate: z.boolean().default(false),
    caFile: text.optional(),
    table: text,
    anchor: text.optional(),
    attributes: z.array(text).optional(),
    // A list of names, or the stored-procedure method: which of them does what.
    procedures: z
      .union([z.array(text), z.strictObject({ read: text, add: text, update: text, delete: text })], {
        error: 'expected a list of names, or { read, add, update, delete }',
      })
      .default([]),
    allowClearPassword: z.boolean().default(false),
    engine: z.enum(engines).default('sqlserver'),
    // Only the file's path: a connection string would carry a password into reports.
    dsn: text
      .regex(/^(?!.*\b(?:pwd|password)\s*=)/i, {
        error: 'expected the path of a file DSN, not a connection string',
      })
      .optional(),
  })
  .superRefine((given, context) => {
    if (given.instance !== undefined && given.port !== undefined) {
      wrong(context, ['instance'], 'does not go with port: keep the one that the connector will use');
    }
    if (given.authentication === 'ntlm' && given.domain === undefined) {
      wrong(context, ['domain'], 'is missing: authentication: ntlm needs it');
    }
  })
  .transform((given) => {
    if (given.instance !== undefined || given.port !== undefined) return given;
    return { ...given, port: defaultPorts[given.engine] };
  });

const target = z
  .strictObject({ ldap: ldapTarget.optional(), sql: sqlTarget.optional(), tcp: hostAndPort.optional() })
  .meta({ minProperties: 1, maxProperties: 1 })
  .transform(({ ldap, sql, tcp }, context) => {
    const given = [ldap, sql, tcp].filter((one) => one !== undefined).length;
    if (given === 1 && ldap !== undefined) return { ldap };
    if (given === 1 && sql !== undefined) return { sql };
    if (given === 1 && tcp !== undefined) return { tcp };
    wrong(context, [], 'expected exactly one of ldap, sql and tcp');
    return z.NEVER;
  });

const connector = z
  .strictObject({
    name: z.string().regex(/^[A-Za-z0-9_-]([A-Za-z0-9 _-]*[A-Za-z0-9_-])?$/, {
      error: 'expected letters, digits, space, - and _, with no space at either end',
    }),
    library: text.refine((given) => isBuiltIn(given) || /[^\\/]\.dll$/i.test(given), {
      error: `expected ${builtInLibraries.join(', ')} or the path of a custom ECMA2 .dll`,
    }),
    writeTest: z
      .union(
        [
          z.boolean(),
          z.strictObject({
            despite: z
              .array(z.enum(['triggers', 'temporal', 'cdc', 'size', 'consumers', 'children']))
              .min(1, {
                error: 'expected at least one of triggers, temporal, cdc, size, consumers, children',
              }),
          }),
        ],
        {
          error: 'expected true, false or { despite: [triggers, temporal, cdc, size, consumers, children] }',
        },
      )
      .default(false),
    delta: z.boolean().default(false),
    secretToken: secret.optional(),
    tenantUrl: address(/^https?$/, 'https://localhost:8585/ecma2host_Directory/scim').optional(),
    target: target.optional(),
  })
  .superRefine((given, context) => {
    if (given.target === undefined) return;
    const kind = 'ldap' in given.target ? 'ldap' : 'sql' in given.target ? 'sql' : 'tcp';
    const wanted = { 'generic-ldap': 'ldap', 'generic-sql': 'sql' }[given.library];
    if (wanted === undefined || wanted === kind) return;
    wrong(context, ['library'], `${given.library} does not fit target: ${kind} (it needs target: ${wanted})`);
  });

const waiver = z.strictObject({
  id: text,
  reason: text,
  until: z.iso.date({ error: 'expected a day such as 2027-01-31' }).optional(),
});

const seconds = 'expected seconds above 0, at most 3600';

const attest = z.strictObject({
  testDataOnly: z.boolean().default(false),
  notASource: z.boolean().default(false),
  licence: z.boolean().default(false),
  tenantType: text.optional(),
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/, { error: 'expected a country code of two letters, such as US' })
    .optional(),
  targetWritable: z.array(text).default([]),
});

export const settingsSchema = z
  .strictObject({
    profile: z.enum(profiles).default('preview-2021'),
    tenant: z
      .strictObject({
        id: z
          .string()
          .regex(/^[\p{L}\p{N}]([\p{L}\p{N}.-]*[\p{L}\p{N}])?$/u, {
            error: 'expected a domain (contoso.onmicrosoft.com) or a GUID',
          })
          .refine((given) => !sharedTenants.includes(given.toLowerCase()), {
            error: 'expected the domain or GUID of one tenant: this address belongs to no single one',
          })
          .optional(),
        cloud: cloud.default('public'),
        signIn: signIn.default({ method: 'none' }),
      })
      .prefault({}),
    network: z.strictObject({ proxy: proxy.optional(), caFile: text.optional() }).prefault({}),
    host: z
      .strictObject({
        folder: text.default('C:\\Program Files\\Microsoft ECMA2Host'),
        port: port.default(8585),
      })
      .prefault({}),
    connectors: z.array(connector).default([]),
    probes: z
      .strictObject({
        deadlines: z
          .record(text, z.number().positive({ error: seconds }).max(3600, { error: seconds }))
          .default({}),
        waive: z.array(waiver).default([]),
      })
      .prefault({}),
    attest: attest.prefault({}),
  })
  .superRefine((given, context) => {
    const seen = new Set<string>();
    given.connectors.forEach(({ name }, index) => {
      // Case counts for nothing here: `--only *@hr` and the saved state must not mix two connectors.
      if (seen.has(name.toLowerCase())) {
        wrong(context, ['connectors', index, 'name'], 'another connector has this name already');
      }
      seen.add(name.toLowerCase());
    });
    given.attest.targetWritable.forEach((name, index) => {
      if (given.connectors.some((one) => one.name === name)) return;
      wrong(context, ['attest', 'targetWritable', index], 'no connector of this file has this name');
    });
  });

function guid() {
  return z.guid({ error: 'expected a GUID such as 00000000-0000-0000-0000-000000000000' });
}

function isBuiltIn(library: string): boolean {
  return builtInLibraries.some((one) => one === library);
}

interface Issues {
  addIssue(issue: { code: 'custom'; path: PropertyKey[]; message: string }): void;
}

function wrong(context: Issues, path: PropertyKey[], message: string): void {
  context.addIssue({ code: 'custom', path, message });
}

/** What `.ecmarc` says, defaults filled in. Paths are absolute once `loadSettings` has resolved them. */
export type Settings = z.output<typeof settingsSchema>;
export type ConnectorSettings = Settings['connectors'][number];
export type Target = NonNullable<ConnectorSettings['target']>;
export type LdapTarget = Extract<Target, { ldap: unknown }>['ldap'];
export type SqlTarget = Extract<Target, { sql: unknown }>['sql'];
export type ProxySettings = NonNullable<Settings['network']['proxy']>;

/** What holds when there is no `.ecmarc`. */
export const defaultSettings: Settings = settingsSchema.parse({});
