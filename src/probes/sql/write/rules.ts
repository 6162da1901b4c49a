import { by } from '../../common/fix.ts';
import { fail, type VerdictCore } from '../verdicts.ts';

/** Numbers of SQL Server that speak of the row or of the database's own code, not of the account's rights. */

/** Of the made-up values. */
export const valueTrouble: readonly number[] = [
  ...[547, 2601, 2627, 8152, 2628, 245, 8114, 241, 242, 220, 8115, 8169, 295, 296, 518, 402, 257],
];

type Rule = readonly [message: string, why: string, naming?: RegExp];

const inXml: Rule = [
  'its XML schema refuses it',
  'The XML column takes only documents of its schema collection.',
];
const gone =
  'A trigger, a default or a function of the database calls it, and it is not there or not shown to this account.';
const elsewhere =
  'A trigger or a view of the database goes to another server, which takes no part in this transaction.';
const asAnother =
  'A trigger or procedure is to run as another account, and SQL Server cannot or may not do that.';

/** Others that refuse: what it is, and why the doctor cannot tell what a real user would meet. */
export const rules: Readonly<Record<number, Rule>> = {
  550: [
    'the CHECK OPTION of the view refuses it',
    'The view takes only rows that it shows itself; the made-up values are not of that kind.',
  ],
  33504: [
    'row-level security refuses it',
    'A policy of the table refuses the made-up row; whether it takes the rows of the mapping depends on their values.',
  ],
  6905: inXml,
  6909: inXml,
  6913: inXml,
  6965: inXml,
  41368: [
    'memory-optimised: the isolation is refused',
    'A memory-optimised table takes part in a transaction only under SNAPSHOT, or where the database raises the isolation by itself.',
  ],
  41332: [
    'memory-optimised: the isolation is refused',
    'A memory-optimised table takes no part in a transaction of this isolation.',
  ],
  41305: ['memory-optimised: others write there', 'The row was validated against changes of others.'],
  41325: ['memory-optimised: others write there', 'The row was validated against changes of others.'],
  41302: ['memory-optimised: others write there', 'Another transaction changed the row.'],
  3609: ['a trigger ended it', 'A trigger rolled the transaction back.'],
  3616: ['a trigger ended it', 'An error came up within a trigger.'],
  208: ['something that it calls is not there', gone, /object name ["']([^"']+)["']/],
  2812: ['something that it calls is not there', gone, /procedure ["']([^"']+)["']/],
  4121: ['something that it calls is not there', gone, /function or aggregate ["']([^"']+)["']/],
  6522: [
    'a routine of .NET ended in an error',
    'Code of the database that is written for .NET refused the made-up row or failed.',
    /aggregate ["']([^"']+)["']/,
  ],
  7202: ['it goes to another server', elsewhere, /server ["']([^"']+)["']/],
  7391: ['it goes to another server', elsewhere, /linked server ["']([^"']+)["']/],
  7395: ['it goes to another server', elsewhere, /linked server ["']([^"']+)["']/],
  7399: ['it goes to another server', elsewhere, /linked server ["']([^"']+)["']/],
  15404: ['it is to run as another account', asAnother, /["']([^"']+)["']/],
  15406: ['it is to run as another account', asAnother, /["']([^"']+)["']/],
  15517: ['it is to run as another account', asAnother, /principal ["']([^"']+)["']/],
  1934: [
    'the settings of the session are refused',
    'An index of the table (filtered, on a view or on a computed column) wants settings such as QUOTED_IDENTIFIER, which drivers set as the DSN says.',
  ],
};

/** Numbers of the database itself that are used up: a real user would be refused as well. */
export function usedUp(number: number, found: string): VerdictCore | undefined {
  const identity = number === 8115 && /\bIDENTITY\b/.test(found);
  if (!identity && number !== 11_728) return undefined;
  return fail(
    `${identity ? 'the numbers of the identity column are' : 'the numbers of a sequence are'} used up (${number})`,
    found,
    'The next number does not fit its type or its limit, so no row can be added.',
    by.database(
      identity
        ? 'Give the identity column a larger type, or begin its numbers anew'
        : 'Raise the limit of the sequence, or let it cycle',
    ),
  );
}
