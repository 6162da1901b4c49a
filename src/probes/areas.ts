/**
 * The areas, in the order of the screen, and how often their probes stand there: once for the server, or once for each
 * connector. `ldap`, `sql` and `tcp` are the kinds of target: a connector has the probes of one of them.
 */
export const areas = {
  server: 'server',
  network: 'server',
  tenant: 'server',
  host: 'server',
  connector: 'connector',
  ldap: 'target',
  sql: 'target',
  tcp: 'target',
  // Last: questions to a person, best read when the machine has said what it can.
  attest: 'server',
} as const satisfies Readonly<Record<string, 'server' | 'connector' | 'target'>>;

export type Area = keyof typeof areas;

/** The kinds of target that a connector can have. */
export type TargetKind = { [A in Area]: (typeof areas)[A] extends 'target' ? A : never }[Area];
