import { plural } from '../../base/phrases.ts';
import type { ServerKind } from '../../clients/ldap/server-kinds.ts';
import type { Owner, Step } from '../../engine/probe.ts';
import type { HostAttribute, HostConnector } from '../../formats/host-xml/configuration.ts';
import { requirement } from '../../requirements/index.ts';
import type { ProfileName } from '../../settings/profiles.ts';
import type { ConnectorSettings } from '../../settings/schema.ts';
import { anchorTrouble } from '../ldap/anchor.ts';

/** One thing that is not as it should be. `text` stands after the connector's name, in a few words. */
export interface Finding {
  readonly status: 'fail' | 'warn';
  readonly connector?: string;
  readonly text: string;
  readonly fix: Omit<Step, 'command'>;
  /** Where it is mended, when that is not the host's wizard: a file of the host, or nothing of the host at all. */
  readonly place?: 'file' | 'elsewhere';
}

const { minutes } = requirement('HOST-12').values;
const { dataTypes, nameCharacters, multivaluedException } = requirement('CON-14').values;

/** What is wrong with one connector of the host, by what its configuration alone says. */
export function connectorFindings(
  connector: HostConnector,
  profile: ProfileName,
  wanted: ConnectorSettings | undefined,
  directory: ServerKind | undefined,
): readonly Finding[] {
  return [
    ...runFindings(connector, profile),
    ...shapeFindings(connector),
    ...anchorFindings(connector, wanted),
    ...directoryFindings(connector, directory),
    ...attributeFindings(connector),
  ].map((finding) => ({ connector: connector.name, ...finding }));
}

function runFindings(connector: HostConnector, profile: ProfileName): Finding[] {
  const runs = connector.runs.map((run) => run.replace(/\s/g, '').toLowerCase());
  const found: Finding[] = [];
  const say = (status: Finding['status'], text: string, fix: string, owner: Owner = 'server'): void =>
    void found.push({ status, text, fix: { text: fix, owner } });
  if (connector.exports === false)
    say(
      'fail',
      'its library cannot export',
      'Use a library that exports: without it no user is ever written',
      'connector',
    );
  else if (!runs.includes('export'))
    say('fail', 'no run profile Export', "In the host's wizard, page Run Profiles: tick Export");
  // The preview's words call import optional; in practice it fills the host's cache.
  const lacking = profile === 'ga' ? 'fail' : 'warn';
  if (connector.fullImport === false || connector.exportOnly === true)
    say(
      lacking,
      'no full import',
      'Use a library that imports: the host knows existing users only by it',
      'connector',
    );
  else if (!runs.includes('fullimport'))
    say(lacking, 'no run profile Full import', "In the host's wizard, page Run Profiles: tick Full import");
  if (!connector.token)
    say('fail', 'no secret token', "In the host's wizard, page Properties: give a secret token");
  if (connector.validated === false)
    say('warn', 'not validated', "Go through the host's wizard to its last page");
  if (connector.autosync !== undefined && connector.autosync < minutes)
    say(
      'warn',
      `autosync every ${plural(connector.autosync, 'minute', 'minutes')}`,
      `In the host's wizard, page Properties: autosync timer ${minutes} minutes or more`,
    );
  return found;
}

function shapeFindings({ objectTypes, partitions }: HostConnector): Finding[] {
  const found: Finding[] = [];
  const split = { text: 'Make a connector of its own for each, in the wizard', owner: 'server' } as const;
  if (objectTypes.length === 0)
    found.push({
      status: 'fail',
      text: 'no object type',
      fix: { text: "In the host's wizard, page Object Types: choose the users'", owner: 'server' },
    });
  if (objectTypes.length > 1)
    found.push({ status: 'fail', text: `${objectTypes.length} object types`, fix: split });
  if (partitions > 1) found.push({ status: 'fail', text: `${partitions} partitions`, fix: split });
  return found;
}

function anchorFindings(connector: HostConnector, wanted: ConnectorSettings | undefined): Finding[] {
  const found: Finding[] = [];
  const say = (status: Finding['status'], text: string, fix: string): void =>
    void found.push({ status, text, fix: { text: fix, owner: 'server' } });
  const sql = isSql(connector);
  for (const type of connector.objectTypes) {
    const anchors = type.attributes.filter(({ anchor }) => anchor);
    if (anchors.length > 1)
      say('fail', `${anchors.length} anchors`, "In the host's wizard, page Object Types: one anchor");
    // Microsoft's documents do not say how an anchor that is no attribute (the DN) is written down.
    if (anchors.length === 0 && sql)
      say('fail', 'no anchor', "In the host's wizard, page Object Types: choose the anchor");
    for (const anchor of anchors)
      if (isMultivalued(anchor))
        say('fail', `anchor ${anchor.name} has several values`, 'Choose an anchor with one value');
    if (sql && type.dnAutogenerated !== true)
      say(
        'fail',
        'DN not autogenerated',
        'In the host\'s wizard: untick "DN is Anchor" on Connectivity, tick "Autogenerated" on Object Types',
      );
  }
  const given = connector.objectTypes[0]?.attributes.find(({ anchor }) => anchor)?.name;
  const expected = anchorOf(wanted);
  if (given !== undefined && expected !== undefined && given.toLowerCase() !== expected.toLowerCase())
    say(
      'warn',
      `anchor ${given}, .ecmarc says ${expected}`,
      'Use the anchor that fits the target, and name the same one in .ecmarc',
    );
  return found;
}

/** The anchor against the kind of the directory, where that was asked. */
function directoryFindings({ objectTypes }: HostConnector, directory: ServerKind | undefined): Finding[] {
  if (directory === undefined) return [];
  return objectTypes.flatMap(({ attributes }) =>
    attributes.flatMap((one): Finding[] => {
      const trouble = one.anchor ? anchorTrouble(directory, one.name) : undefined;
      // Told of already, whatever the directory.
      if (trouble === undefined || isMultivalued(one)) return [];
      const { status, text, fix } = trouble;
      return [{ status, text: `anchor ${text}`, fix: { text: fix, owner: 'server' } }];
    }),
  );
}

function attributeFindings({ objectTypes }: HostConnector): Finding[] {
  const found: Finding[] = [];
  const all = objectTypes.flatMap(({ attributes }) => attributes);
  const say = (
    status: Finding['status'],
    what: string,
    fix: string,
    fits: (one: HostAttribute) => boolean,
  ): void => {
    const names = all.filter(fits).map(({ name }) => name);
    if (names.length === 0) return;
    const list =
      names.length > 4 ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more` : names.join(', ');
    found.push({ status, text: `${what}: ${list}`, fix: { text: fix, owner: 'server' } });
  };
  const takeOut = "In the host's wizard, page Select Attributes: take them out, or offer them by a view";
  say('fail', 'reference attributes', takeOut, ({ type }) => type === dataTypes[0]);
  say(
    'fail',
    'several values',
    'In the host\'s wizard, page Select Attributes: tick "Treat as single value" for them, or take them out',
    // An anchor is told of by itself.
    (one) => !one.anchor && isMultivalued(one),
  );
  // The anchor of AD LDS, objectGUID, is binary, and Microsoft asks for it.
  say('warn', 'binary attributes', takeOut, ({ type, anchor }) => type === dataTypes[1] && !anchor);
  say('warn', `names with ${nameCharacters.join(' or ')}`, takeOut, ({ name }) =>
    nameCharacters.some((character) => name.includes(character)),
  );
  return found;
}

function isMultivalued({ name, multivalued, single }: HostAttribute): boolean {
  return multivalued && !single && name.toLowerCase() !== multivaluedException.toLowerCase();
}

export function isSql({ library }: HostConnector): boolean {
  return /GenericSql$/i.test(library);
}

/** Undefined where `.ecmarc` names none: `dn` is what it says when nobody wrote one. */
function anchorOf(wanted: ConnectorSettings | undefined): string | undefined {
  const target = wanted?.target;
  if (target === undefined) return undefined;
  if ('ldap' in target) return target.ldap.anchor === 'dn' ? undefined : target.ldap.anchor;
  return 'sql' in target ? target.sql.anchor : undefined;
}
