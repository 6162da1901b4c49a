import type { Facts } from '../../src/engine/facts.ts';
import { gatesOf } from '../../src/engine/gate.ts';
import { emptyEntry } from '../../src/engine/ledger.ts';
import { makePlan } from '../../src/engine/plan.ts';
import type { Verdict } from '../../src/engine/probe.ts';
import type { ProbeOptions } from '../../src/probes/define.ts';
import { probesFor } from '../../src/probes/index.ts';
import { whyNotRun } from '../../src/results/assess.ts';
import { type Settings, settingsSchema } from '../../src/settings/schema.ts';

export const read = (given: unknown): Settings => settingsSchema.parse(given);
export const custom = '/srv/Contoso.Own.dll';

/** What the engine says of every row: `not-configured: no target in .ecmarc`, or the gate's kind. */
export function gates(
  given: unknown,
  seen: Readonly<Record<string, Facts>> = {},
  options: ProbeOptions = { writeTest: false },
) {
  const settings = read(given);
  // A probe that is not built yet would hide its facts.
  const judge = (): Verdict => ({ status: 'pass', message: '' });
  const work = { collect: async () => ({ usable: true }), judge };
  const built = probesFor(settings, options).map((probe) => (probe.id in seen ? { ...probe, work } : probe));
  const plan = makePlan(built);
  const entryOf = (id: string) => {
    const facts = seen[id];
    return facts === undefined ? emptyEntry : { ...emptyEntry, outcome: { kind: 'facts' as const, facts } };
  };
  const all = gatesOf(plan, entryOf, settings);
  return (id: string): string => {
    const gate = all.get(id);
    if (gate?.kind !== 'skipped') return gate?.kind ?? 'no such row';
    return `${gate.reason}: ${whyNotRun(gate).message}`;
  };
}

export function remedyOf(given: unknown, id: string, options: ProbeOptions = { writeTest: false }): string {
  const settings = read(given);
  const probe = probesFor(settings, options).find((one) => one.id === id);
  const notRun = probe?.notAllowed?.(settings) ?? probe?.notConfigured?.(settings);
  return (notRun?.remedy?.steps ?? []).map(({ text, command }) => [text, command].join('\n')).join('\n');
}

export const ldapSite = (target: object, more: object = {}) => ({
  connectors: [{ name: 'D', library: 'generic-ldap', target: { ldap: target }, ...more }],
});
export const sqlSite = (target: object, more: object = {}) => ({
  connectors: [
    {
      name: 'S',
      library: 'generic-sql',
      target: { sql: { server: 'sql01', database: 'C', table: 'dbo.E', ...target } },
      ...more,
    },
  ],
});
export const url = 'ldap://ldap01.contoso.example';
export const account = { bindDn: 'cn=ecma', password: 'planted-secret', users: 'ou=people' };
export const windows = { usable: true };
export const notYet = { usable: true, installed: false };
