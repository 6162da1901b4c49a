import { randomBytes } from 'node:crypto';
import { learnSecret } from '../../../base/hush.ts';
import { plainDn } from '../../../clients/ldap/names.ts';
import { attributeName, attributeOptions } from '../../../clients/ldap/schema-reader.ts';
import { namingBelow } from '../../../clients/ldap/structure-rules.ts';
import { type AttributeFacts, namedIn } from '../../../clients/ldap/user-class.ts';
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
  /** What is mapped and neither made nor changed: what it holds may have an effect, or no value can be made up. */
  readonly untried: readonly string[];
  readonly disabled: boolean;
}

export type TestUserPlan =
  | { readonly ok: true; readonly user: TestUser }
  /** No valid value can be made up for these mandatory attributes. */
  | { readonly ok: false; readonly unfillable: readonly string[] };

export interface TestUserOptions {
  readonly schema: SchemaFacts;
  readonly container: string;
  readonly id: string;
  /** What the connector will write; undefined: not told, so that only what the schema demands is written. */
  readonly mapped: readonly string[] | undefined;
  /** Attributes that turn an account off: the first that its class has is set. */
  readonly disabling: readonly string[];
}

/** Never changed by the test: what they hold may have an effect. */
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
  'msds-useraccountdisabled',
  'logindisabled',
];

/**
 * Only what mapping and schema demand (decisions: Write tests): the mandatory attributes at the creation, the mapped ones
 * by the change. The name bears the id; a description says what it is only where descriptions are mapped.
 */
export function planTestUser({ schema, container, id, mapped, disabling }: TestUserOptions): TestUserPlan {
  const { user, others = [] } = schema;
  const must = user?.must ?? [];
  const known = [...must, ...others];
  const forbidden = user?.forbidden ?? [];
  const allowed = new Set([...(user?.may ?? []), ...must.flatMap(lowerNames)]);
  const may = (description: string): boolean => {
    const one = namedIn(known, description);
    const names = one === undefined ? [attributeName(description).toLowerCase()] : lowerNames(one);
    if (names.some((name) => forbidden.includes(name))) return false;
    return user?.anyAttribute === true || names.some((name) => allowed.has(name));
  };
  const rdn = namingOrder(schema, container, known).find(may) ?? 'cn';
  const name = `ecma-doctor-test-${id}`;
  const attributes = new Map<string, readonly string[]>([
    ['objectClass', classesOf(schema)],
    [rdn, [name]],
  ]);
  const has = (one: AttributeFacts) =>
    [...attributes.keys()].some((key) => namedIn([one], key) !== undefined);
  const unfillable: string[] = [];
  for (const one of must) {
    if (has(one) || one.readOnly || serverMade.includes(one.name.toLowerCase())) continue;
    const value = valueFor(one, id, container);
    if (value === undefined) unfillable.push(one.name);
    else attributes.set(one.name, [value]);
  }
  if (unfillable.length > 0) return { ok: false, unfillable };
  const marked = (mapped ?? []).flatMap((one) => namedIn(known, one) ?? []).find(isDescription);
  const mark = marked !== undefined && may(marked.name) && !has(marked) ? marked.name : rdn;
  if (mark !== rdn) attributes.set(mark, [`made by ecma-doctor to test write access, safe to delete: ${id}`]);
  const disabled = disabling.find((one) => user?.anyAttribute !== true && may(one));
  if (disabled !== undefined) attributes.set(disabled, ['TRUE']);
  const changes = new Map<string, string>();
  for (const one of mapped ?? must.map((attribute) => attribute.name)) {
    const facts = namedIn(known, one);
    const own = facts === undefined || [mark, rdn].some((taken) => namedIn([facts], taken) !== undefined);
    if (own || facts.readOnly || !may(one) || lowerNames(facts).some((key) => untouched.includes(key)))
      continue;
    if (serverMade.includes(facts.name.toLowerCase())) continue;
    const value = valueFor(facts, id, container, '2');
    // Under the name that the schema gives it: servers answer with that one, whatever they were asked for.
    if (value !== undefined) changes.set(`${facts.name}${attributeOptions(one)}`, value);
    // Nobody said what is mapped: one change shows that changes are allowed.
    if (mapped === undefined && changes.size > 0) break;
  }
  const tried = [...attributes.keys(), ...changes.keys()];
  const untried = (mapped ?? []).filter((one) => {
    const facts = namedIn(known, one);
    const same = (name: string) =>
      facts === undefined
        ? attributeName(name).toLowerCase() === attributeName(one).toLowerCase()
        : namedIn([facts], name) !== undefined;
    return !tried.some(same);
  });
  return {
    ok: true,
    user: {
      dn: `${rdn}=${name},${container}`,
      id,
      attributes: Object.fromEntries(attributes),
      mark,
      changes: Object.fromEntries(changes),
      untried,
      disabled: disabled !== undefined,
    },
  };
}

/** How users are named now, then by name forms; where structure rules tell what fits the container, by those first. */
function namingOrder(
  { rdn, user, placements = [] }: SchemaFacts,
  container: string,
  known: readonly AttributeFacts[],
): readonly string[] {
  const placement = placements.find((one) => one.container === container);
  const ruled = placement === undefined ? [] : namingBelow(placement);
  const usual = [...(rdn === undefined ? [] : [rdn]), ...(user?.naming ?? []), 'cn', 'uid'];
  const one = (name: string) => namedIn(known, name)?.name ?? attributeName(name).toLowerCase();
  const first = usual.filter((name) => ruled.some((other) => one(other) === one(name)));
  return [...first, ...ruled, ...usual];
}

const lowerNames = ({ names }: AttributeFacts) => names.map((name) => name.toLowerCase());
const isDescription = (one: AttributeFacts) => !one.readOnly && lowerNames(one).includes('description');

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

/** Nobody learns such a secret: it is random, sent once, and kept nowhere. */
const passwords = ['userpassword', 'authpassword', 'unicodepwd', 'ds-pwp-password'];
/** Of these a hash is kept, in hexadecimal. */
const hashes = ['sambantpassword', 'sambalmpassword'];

/** A server that refuses a value may repeat it. */
function unsaid(secret: string): string {
  learnSecret(secret);
  return secret;
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
  if (known.some((name) => passwords.includes(name)))
    return unsaid(cut(`Aa1-${randomBytes(24).toString('base64url')}`));
  if (known.some((name) => hashes.includes(name)))
    return unsaid(randomBytes(16).toString('hex').toUpperCase());
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
