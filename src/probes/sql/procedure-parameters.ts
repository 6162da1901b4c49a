import { defined } from '../../base/defined.ts';
import { plural } from '../../base/phrases.ts';
import type { Evidence, Verdict } from '../../engine/probe.ts';
import { by, fix } from '../common/fix.ts';

/** Names of the parameters as they were declared, without `@`. Reports of earlier versions have the first two alone. */
export type ProcedureParameters = {
  readonly add: readonly string[];
  readonly update: readonly string[];
  readonly delete?: readonly string[];
  readonly read?: readonly string[];
};

interface Mapping {
  readonly attributes?: readonly string[];
  readonly anchor?: string;
}

/**
 * The stored-procedure method. The connector is told of each parameter as `[Name]:[Direction]:[Value]`, so its name may be
 * another than the attribute's ("Generic SQL Connector", Export): a procedure that takes fewer values than are mapped fails,
 * other names leave it open, for only the host's wizard has them.
 */
export function judgeParameters(parameters: ProcedureParameters, mapping: Mapping): Verdict {
  const { add, update } = parameters;
  const base = {
    expected: 'the procedures take each mapped attribute, and the anchor to find the row by',
    evidence: evidenceOf(parameters),
  };
  if (add.length === 0 || update.length === 0 || parameters.delete?.length === 0)
    return {
      ...base,
      status: 'unknown',
      message: 'parameters are not shown',
      remedy: fix(
        'The account sees no parameters of these procedures, so the mapping could not be compared.',
        by.database(
          'Correct procedures in .ecmarc, or let the account see their definition (VIEW DEFINITION)',
        ),
      ),
    };
  const findings = [
    ...compare('add', add, wantedOf(mapping)),
    ...compare('update', update, wantedOf(mapping)),
    ...(parameters.delete === undefined || mapping.anchor === undefined
      ? []
      : compare('delete', parameters.delete, [mapping.anchor])),
  ];
  const short = findings.filter((one) => one.short);
  if (short.length > 0)
    return {
      ...base,
      status: 'fail',
      message: `no parameter for ${short.map(({ text }) => text).join('; ')}`,
      remedy: fix(
        'The procedure has fewer parameters than the mapping has attributes for it, so some of them cannot be handed over.',
        by.database('Give the procedures these parameters, or correct attributes in .ecmarc'),
      ),
    };
  if (findings.length > 0)
    return {
      ...base,
      status: 'unknown',
      message: `other names: ${findings.map(({ text }) => text).join('; ')}`,
      found: 'there are parameters enough, but of other names than the attributes',
      remedy: fix(
        "Which parameter takes which attribute stands in the host's wizard ([Name]:[Direction]:[Value]), which the doctor does not see here.",
        by.server('See that each of them is named in the wizard, such as @GivenName:INPUT:FirstName'),
        by.database('Or give the parameters the names of the attributes'),
      ),
    };
  const more = mapping.attributes === undefined ? [] : furtherOf(parameters, mapping);
  if (more.length > 0)
    return {
      ...base,
      status: 'warn',
      message: `more parameters than the mapping: ${more.join('; ')}`,
      found:
        'every mapped attribute is a parameter; whether the others may be left out, the catalogue does not tell',
      remedy: fix(
        'A parameter without a default that gets no value ends the procedure with "expects parameter, which was not supplied" (201).',
        by.database('See that these parameters have defaults in the procedure'),
        by.server("Or give them a value in the host's wizard"),
      ),
    };
  return {
    ...base,
    status: 'pass',
    message:
      mapping.attributes === undefined
        ? `to be mapped: ${add.join(', ')}`
        : 'every mapped attribute is a parameter',
    ...defined({ found: parameters.read && pagesOf(parameters.read) }),
  };
}

type Role = 'add' | 'update' | 'delete';

interface Finding {
  readonly text: string;
  /** There are not even parameters of other names for them. */
  readonly short: boolean;
}

function compare(role: Role, names: readonly string[], wanted: readonly string[]): Finding[] {
  const given = new Set(names.map((one) => one.toLowerCase()));
  const missing = wanted.filter((one) => !given.has(one.toLowerCase()));
  if (missing.length === 0) return [];
  const free = names.length - (wanted.length - missing.length);
  return [{ text: `${role}: ${missing.join(', ')}`, short: free < missing.length }];
}

/** What a procedure takes beyond the mapping: `sys.parameters` knows no defaults of Transact-SQL's procedures. */
function furtherOf({ add, update, delete: remove = [] }: ProcedureParameters, mapping: Mapping): string[] {
  const further = (role: Role, names: readonly string[], wanted: readonly string[]) => {
    const mapped = new Set(wanted.map((one) => one.toLowerCase()));
    const others = names.filter((one) => !mapped.has(one.toLowerCase()));
    return others.length === 0 ? [] : [`${role}: ${others.join(', ')}`];
  };
  const { anchor } = mapping;
  return [
    ...further('add', add, wantedOf(mapping)),
    ...further('update', update, wantedOf(mapping)),
    ...(anchor === undefined ? [] : further('delete', remove, [anchor])),
  ];
}

function wantedOf({ attributes = [], anchor }: Mapping): readonly string[] {
  return [...new Set([...(anchor === undefined ? [] : [anchor]), ...attributes])];
}

/** "@StartIndex and @EndIndex are replaced at execution time" by the page's numbers. */
function pagesOf(read: readonly string[]): string {
  const paged = ['startindex', 'endindex'].every((one) => read.some((name) => name.toLowerCase() === one));
  if (paged) return 'it reads page by page, by @StartIndex and @EndIndex';
  return `it reads without @StartIndex and @EndIndex (${plural(read.length, 'parameter', 'parameters')}): all people come at once, unless the wizard hands the page to others of its parameters; with many people Microsoft recommends pages`;
}

function evidenceOf({ add, update, delete: remove, read }: ProcedureParameters): Evidence[] {
  const shown = (role: string, names: readonly string[] | undefined) =>
    names === undefined ? [] : [{ label: `Parameters of ${role}`, value: names.join(', ') || 'none shown' }];
  return [
    ...shown('add', add),
    ...shown('update', update),
    ...shown('delete', remove),
    ...shown('read', read),
  ];
}
