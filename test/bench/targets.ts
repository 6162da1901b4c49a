/**
 * Targets of so many connectors, in a process of their own, so that their CPU is nobody else's: prints an array of
 * `Target` as JSON, and serves until its input ends. Argument: how many. Half are directories, half databases; of five
 * of a kind three answer, one refuses and one is deaf.
 */
import { freePort } from '../beds/program.ts';
import { startScriptedLdap } from '../beds/scripted-ldap.ts';
import { startTds } from '../beds/tds/server.ts';
import * as servers from '../clients/ldap/servers.ts';
import { answers, catalogue } from '../probes/sql/catalogues.ts';
import { deafPorts } from './deaf.ts';

export interface Target {
  readonly kind: 'ldap' | 'sql';
  readonly port: number;
}

const people = 'ou=people,dc=x';
const states = ['alive', 'refuses', 'alive', 'deaf', 'alive'] as const;

async function aliveDirectory(): Promise<number> {
  const users = Array.from({ length: 20 }, (_, index) => ({
    dn: `cn=u${index},${people}`,
    attributes: { objectClass: 'inetOrgPerson', cn: `u${index}`, sn: 'Surname' },
  }));
  const entries = [
    { dn: 'cn=schema', attributes: { objectClass: ['top', 'subschema'], ...servers.schema } },
    { dn: people, attributes: { objectClass: ['top', 'organizationalUnit'] } },
    ...users,
  ];
  return (await startScriptedLdap({ rootDse: servers.pingDirectory, entries })).port;
}

async function aliveDatabase(): Promise<number> {
  return (await startTds({ encryption: 'none', answer: answers(catalogue()) })).port;
}

const count = Number(process.argv[2]);
const deaf = await deafPorts(Math.ceil(count / states.length));
const silent = [...deaf.ports];
const targets: Target[] = [];
for (let index = 0; index < count; index += 1) {
  const kind = index % 2 === 0 ? 'ldap' : 'sql';
  const state = states[Math.floor(index / 2) % states.length];
  const alive = kind === 'ldap' ? aliveDirectory : aliveDatabase;
  const port = state === 'alive' ? await alive() : (state === 'deaf' && silent.pop()) || (await freePort());
  targets.push({ kind, port });
}
process.stdin.resume().once('end', () => {
  deaf.stop();
  process.exit();
});
process.stdout.write(JSON.stringify(targets));
