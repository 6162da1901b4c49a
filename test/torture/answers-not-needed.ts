import type { FaultKind } from './faults.ts';
import { type Case, rowOf } from './run-cases.ts';
import { unseen } from './told.ts';

/**
 * A question whose answer no pass of the row rests on: its probe, how the question begins, the reason, and where it
 * holds of some ends of the call alone, which.
 */
const answersNotNeeded: readonly (readonly [
  probe: string,
  call: RegExp,
  reason: string,
  kinds?: readonly FaultKind[],
])[] = [
  [
    'network.proxy',
    /^lookup wpad/,
    "a name server's own no is the answer that the row passes by",
    ['failed'],
  ],
  ['network.proxy', /^account NT SERVICE/, 'the SID of such an account is made from its name', ['failed']],
  ['network.agent-hosts', /^get \S+ \/$/, 'any HTTP status means that the host was reached', ['denied']],
  ['network.revocation', /^get \S+ \/$/, 'any HTTP status means that the host was reached', ['denied']],
  [
    'host.answer',
    /^get \S+ \S+\/Users\?startIndex/,
    'a host that refuses its list, by whatever status, is asked for one user; that answer decides',
    ['denied'],
  ],
  [
    'server.address',
    /^addresses/,
    'no interface at all is an answer, and the sign-in host was reached all the same',
  ],
  [
    'network.sign-in',
    /^ask /,
    'our own request passes; .NET beside it is a note or a warning (decisions: network.sign-in)',
  ],
  [
    'ldap.server-kind',
    /^(lookup|connect|secure|search)/,
    'the account was shown the same entry, and that decides',
  ],
  [
    'ldap.bind',
    /^search /,
    'an accepted bind is the finding; strangers were shown the rootDSE, by which Active Directory is told',
  ],
  [
    'ldap.schema',
    /^search .* sub /,
    'all mandatory attributes are mapped, whichever names users; where one is not, the row is unknown',
  ],
  ['ldap.users', /^search .* sub .* \*$/, 'attributes in use are an example in the evidence'],
  [
    'ldap.features',
    /^search .* sub /,
    'whether a limit is met without paging is a line of the evidence, left out then',
  ],
  ['ldap.rights@Ticket', /^search /, 'the write test there has shown the rights'],
  [
    'sql.write',
    /^run SELECT current_database/,
    'the same account in a second session: what it may do is shown by the rows that it writes',
  ],
  [
    'ldap.write',
    /^search .* base .* entryUUID/,
    "the container's id only proves where an older leftover lies",
  ],
];

/** Passes though what it asked was not seen, and rests on it by none of these rules. */
export function restsOnUnseen({ probe, call, kind, unmoved, silent, better }: Case): boolean {
  if (!unseen.includes(kind) || !(unmoved || silent || better)) return false;
  return !answersNotNeeded.some(
    ([row, of, , kinds]) =>
      [probe, rowOf(probe)].includes(row) && of.test(call) && (kinds?.includes(kind) ?? true),
  );
}
