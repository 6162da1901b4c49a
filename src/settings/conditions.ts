import { inAnyCase, withCredentialsPattern } from './patterns.ts';

/**
 * What does not go together in `.ecmarc`, in the words of a JSON Schema, for editors. The validation says the same in
 * sentences (schema.ts, proxy-schema.ts); a test holds the two together. Never more than the validation: what stands
 * elsewhere in the file (a connector's name) no schema can compare.
 */

type Schema = Readonly<Record<string, unknown>>;

/** The key has this value. */
function has(key: string, value: Schema): Schema {
  return { required: [key], properties: { [key]: value } };
}

function when(given: Schema, then: Schema): Schema {
  return { if: given, then };
}

const mayNotStand = (key: string): Schema => ({ properties: { [key]: false } });

export const proxyConditions: Schema = when(has('url', { pattern: withCredentialsPattern }), {
  properties: { user: false, password: false },
});

export const ldapConditions: Schema = when(has('url', { pattern: `^\\s*${inAnyCase('ldaps')}:` }), {
  properties: { startTls: { const: false } },
});

export const sqlConditions: Schema = {
  allOf: [
    when({ required: ['port'] }, mayNotStand('instance')),
    when(has('authentication', { const: 'ntlm' }), { required: ['domain'] }),
    when({ not: has('authentication', { const: 'entra' }) }, mayNotStand('entra')),
    when(has('authentication', { enum: ['windows', 'entra'] }), {
      properties: { engine: { const: 'sqlserver' } },
    }),
  ],
};

export const connectorConditions: Schema = {
  allOf: [
    when(has('library', { const: 'generic-ldap' }), { properties: { target: { required: ['ldap'] } } }),
    when(has('library', { const: 'generic-sql' }), { properties: { target: { required: ['sql'] } } }),
  ],
};
