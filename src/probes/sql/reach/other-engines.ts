import type { Step, Verdict } from '../../../engine/probe.ts';
import type { Engine } from '../../../settings/schema.ts';
import { by, fix } from '../../common/fix.ts';
import { speechOf } from '../speech.ts';
import type { Speaks } from './facts.ts';

/** What a port answers, for engines other than SQL Server. */

const names: Readonly<Partial<Record<Speaks, string>>> = {
  postgresql: 'PostgreSQL',
  mysql: 'MySQL',
  oracle: 'Oracle',
  db2: 'DB2',
  tds: 'SQL Server',
  http: 'a web server',
  tls: 'a server for TLS alone, such as a web server',
  ssh: 'an SSH server',
};

const listening: Readonly<Partial<Record<Engine, readonly Step[]>>> = {
  postgresql: [
    by.database(
      'Start PostgreSQL; let it listen to other machines (listen_addresses in postgresql.conf), and let this one in (pg_hba.conf)',
    ),
  ],
  mysql: [
    by.database(
      'Start the server; let it listen to other machines (bind-address, no skip-networking in my.cnf)',
    ),
  ],
  oracle: [by.database('Start the listener, and see that it knows the service', 'lsnrctl status')],
  db2: [by.database('Start the instance, with TCP/IP on', 'db2set DB2COMM=TCPIP')],
};

/** Beside what the connection itself says. */
export function listenSteps(engine: Engine): readonly Step[] {
  return [
    ...(listening[engine] ?? [by.database('Start the database server, and let it listen to other machines')]),
    { text: 'Or correct server and port in .ecmarc' },
  ];
}

/** `MySQL 8.0.36, ` in front of the peer. */
export function greetingText(engine: Engine, speaks: Speaks | undefined, says: string | undefined): string {
  const name = engine === 'sqlserver' || speaks === undefined ? undefined : names[speaks];
  if (name === undefined) return '';
  return says === undefined ? `${name}, ` : `${/mariadb/i.test(says) ? 'MariaDB' : name} ${says}, `;
}

/** Another peer than the one that was meant. */
export function otherPeer(
  engine: Engine,
  peer: string,
  speaks: Speaks,
): Pick<Verdict, 'message' | 'found' | 'remedy'> {
  const { product } = speechOf(engine);
  const correct: Step = { text: 'Correct server, port or engine in .ecmarc' };
  const name = names[speaks];
  if (name !== undefined)
    return {
      message: `${peer} is ${name}, not ${product}`,
      remedy: fix('The first bytes that came back are of another protocol.', correct),
    };
  if (speaks === 'nothing')
    return {
      message: `${peer} says nothing`,
      found: 'the connection was accepted, and no answer came',
      remedy: fix(
        'A firewall that accepts in place of the server, a server that hangs, or another program.',
        by.database('Look whether the database answers on its own machine'),
        correct,
      ),
    };
  if (speaks === 'hangs-up')
    return {
      message: `cut off by ${peer}`,
      remedy: fix(
        'Something accepts the connection and closes it at the first word: another program, a filter, or a server that has blocked this machine (MySQL after too many broken connections).',
        ...(engine === 'mysql' ? [by.database('Where it has blocked this machine', 'FLUSH HOSTS;')] : []),
        correct,
      ),
    };
  return {
    message: `${peer} is not ${product}`,
    remedy: fix(`What answers there does not speak the protocol of ${product}.`, correct),
  };
}
