import { plainDn } from '../../../clients/ldap/names.ts';
import type { AttributeFacts } from '../../../clients/ldap/user-class.ts';
import type { SchemaFacts } from '../schema/facts.ts';

/** The user that the write test makes: recognisable, and proved ours by the id in its name and its mark. */
export interface TestUser {
  readonly dn: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  /** The attribute whose value holds the id. */
  readonly mark: string;
  /** Attributes that the change writes, with their new values. */
  readonly changes: Readonly<Record<string, string>>;
}

export type TestUserPlan =
  | { readonly ok: true; readonly user: TestUser }
  /** No valid value can be made up for these mandatory attributes. */
  | { readonly ok: false; readonly unfillable: readonly string[] };

export interface TestUserOptions {
  readonly schema: SchemaFacts;
  readonly container: string;
  readonly id: string;
  readonly mapped: readonly string[];
  /** AD LDS: created disabled, since its password policy wants a password of enabled users (LDAP-13). */
  readonly disabled: string | undefined;
}

/** Plain text attributes that the mark or the change may use, in this order. */
const textual = ['description', 'displayName', 'title', 'givenName', 'sn', 'cn', 'uid'];

/** Never written by the test: what they hold may have an effect. */
const untouched = [
  'userpassword',
  'unicodepwd',
  'sambantpassword',
  'krbprincipalkey',
  'objectclass',
  'memberof',
  'member',
  'manager',
  'secretary',
  'seealso',
];

export function planTestUser({ schema, container, id, mapped, disabled }: TestUserOptions): TestUserPlan {
  const must = schema.user?.must ?? [];
  const known = new Map<string, AttributeFacts>();
  for (const one of [...must, ...(schema.others ?? [])]) {
    for (const name of one.names) known.set(name.toLowerCase(), one);
  }
  const allowed = new Set([
    ...(schema.user?.may ?? []),
    ...must.flatMap(({ names }) => names.map((name) => name.toLowerCase())),
  ]);
  const may = (name: string) => schema.user?.anyAttribute === true || allowed.has(name.toLowerCase());
  const rdn = [schema.rdn, 'cn', 'uid'].find((name) => name !== undefined && may(name)) ?? 'cn';
  const name = `ecma-doctor-test-${id}`;
  const attributes = new Map<string, readonly string[]>([
    ['objectClass', classesOf(schema)],
    [rdn, [name]],
  ]);
  const has = (attribute: AttributeFacts) =>
    [...attributes.keys()].some((key) =>
      attribute.names.some((one) => one.toLowerCase() === key.toLowerCase()),
    );
  const unfillable: string[] = [];
  for (const one of must) {
    if (has(one) || one.readOnly || serverMade.includes(one.name.toLowerCase())) continue;
    const value = valueFor(one, id, container);
    if (value === undefined) unfillable.push(one.name);
    else attributes.set(one.name, [value]);
  }
  if (unfillable.length > 0) return { ok: false, unfillable };
  const texts = textual.filter((one) => may(one) && one.toLowerCase() !== rdn.toLowerCase());
  const mark = texts[0] ?? rdn;
  if (mark !== rdn) attributes.set(mark, [`made by ecma-doctor to test write access, safe to delete: ${id}`]);
  if (disabled !== undefined) attributes.set(disabled, ['TRUE']);
  const usable = (one: string): boolean => {
    const key = one.toLowerCase();
    const facts = known.get(key);
    if (key === mark.toLowerCase() || key === rdn.toLowerCase() || untouched.includes(key) || !may(one))
      return false;
    return facts !== undefined && !facts.readOnly && valueFor(facts, id, container) !== undefined;
  };
  const wanted = mapped.filter(usable);
  const chosen = wanted.length > 0 ? wanted : texts.slice(1).filter(usable).slice(0, 1);
  // Under the name that the schema gives it: servers answer with that one, whatever they were asked for.
  const changes = Object.fromEntries(
    chosen.map((one) => {
      const facts = known.get(one.toLowerCase()) ?? plain(one);
      return [facts.name, valueFor(facts, id, container, '2') ?? ''];
    }),
  );
  return {
    ok: true,
    user: {
      dn: `${rdn}=${name},${container}`,
      id,
      attributes: Object.fromEntries(attributes),
      mark,
      changes,
    },
  };
}

/** Is this DN one that the test itself makes? The journal is a file: what it names is checked before a deletion. */
export function isTestDn(dn: string, id: string): boolean {
  return plainDn(dn).split(',')[0]?.split('=')[1] === `ecma-doctor-test-${id}`.toLowerCase();
}

const serverMade = ['ntsecuritydescriptor', 'instancetype', 'objectcategory', 'objectsid'];

function classesOf({ user }: SchemaFacts): readonly string[] {
  if (user === undefined) return [];
  const { objectClass, auxiliaries } = user;
  return [
    ...new Set([
      ...objectClass.superiors.toReversed(),
      objectClass.name,
      ...auxiliaries.map(({ name }) => name),
    ]),
  ];
}

function plain(name: string): AttributeFacts {
  return { name, names: [name], singleValue: false, readOnly: false };
}

const rfc = '1.3.6.1.4.1.1466.115.121.1.';

/** A value that is valid for the syntax (RFC 4517, section 3.3); undefined where none can be made up. */
export function valueFor(
  attribute: AttributeFacts,
  id: string,
  container: string,
  variant = '1',
): string | undefined {
  const cut = (text: string) => (attribute.maxLength ? text.slice(0, attribute.maxLength) : text);
  const text = cut(`ecma-doctor test ${variant} ${id}`);
  const known = attribute.names.map((name) => name.toLowerCase());
  if (known.includes('mail')) return cut(`ecma-doctor-test-${variant}-${id}@example.invalid`);
  if (known.includes('c') || known.includes('preferredlanguage')) return known.includes('c') ? 'US' : 'en';
  const { syntax } = attribute;
  if (syntax === undefined || !syntax.startsWith(rfc)) return ownSyntax(syntax, text, id);
  switch (syntax.slice(rfc.length)) {
    case '15':
    case '26':
    case '40':
    case '41':
    case '44':
    case '2':
      return text;
    case '27':
      // Never a number that means something, such as the 0 of a superuser.
      return String(1_900_000_000 + (Number.parseInt(id.replaceAll('-', '').slice(0, 6), 16) % 90_000_000));
    case '7':
      return 'FALSE';
    case '24':
      return '20200101000000Z';
    case '53':
      return '200101000000Z';
    case '12':
    case '34':
      return container;
    case '22':
    case '50':
      return '+1 555 0100';
    case '36':
      return cut('5550100');
    case '38':
      return '2.5.4.3';
    case '11':
      return 'US';
    case '14':
      return 'any';
    case '6':
      return "'0'B";
    default:
      return undefined;
  }
}

function ownSyntax(syntax: string | undefined, text: string, id: string): string | undefined {
  switch (syntax) {
    case undefined:
    // Active Directory's text syntaxes (MS-ADTS 3.1.1.2.2).
    case '1.2.840.113556.1.4.905':
    case '1.2.840.113556.1.4.1362':
      return text;
    case '1.2.840.113556.1.4.906':
      return '1';
    // RFC 4530.
    case '1.3.6.1.1.16.1':
      return id;
    default:
      return undefined;
  }
}
