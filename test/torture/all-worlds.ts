import { definitions } from '../../src/probes/index.ts';
import type { Call } from './faulty-calls.ts';
import { makeProxyWorld } from './proxy-world.ts';
import { makePublicWorld } from './public-world.ts';
import { type Case, rowOf, Torture } from './run-cases.ts';
import { makeWorld, type World } from './world.ts';

/** What was tried in one world. */
export interface Tortured {
  readonly world: string;
  readonly rows: readonly string[];
  readonly cases: readonly Case[];
  /** Timers that are still set when all is over, and what Node warned of: files that it closed itself. */
  readonly behind: readonly string[];
}

const rows = definitions.map(({ token }) => token.id);

/**
 * All rows, in the first world that has what they need; some in another one too, where they ask otherwise there. A
 * database or directory behind a child process is a world of its own: `odbc-torture.test.ts`.
 */
export async function tortureAll(): Promise<readonly Tortured[]> {
  const first = await within(await makeWorld(), (world) =>
    tortured('a server with all that there can be', world),
  );
  const rest = rows.filter((row) => !first.rows.includes(row));
  const others = ['tenant.sign-in', 'network.dns', 'network.proxy', 'host.certificate', 'host.port'];
  const ofPublic = await within(await makePublicWorld(), async (world) => [
    await tortured('the public cloud', world, [...rest, ...others]),
    // Its other hosts are asked as the one host of the first world is.
    await tortured('whose domain it is', world, ['network.tls-inspection'], ({ name }) =>
      name.includes('login.microsoftonline.com'),
    ),
    await tortured('no name is found', nameless(world), ['network.dns', 'network.agent-hosts'], ({ name }) =>
      name.startsWith('aliases'),
    ),
  ]);
  const byProxy = await within(await makeProxyWorld(), (world) =>
    tortured('by a proxy', world, ['network.proxy', 'network.dns', 'network.sign-in', 'sql.reach']),
  );
  return [first, ...ofPublic, byProxy];
}

export async function within<T>(world: World, work: (world: World) => Promise<T>): Promise<T> {
  try {
    return await work(world);
  } finally {
    await world.stop();
  }
}

/** `only`: these rows; `wanted`: of their calls these. */
export async function tortured(
  name: string,
  world: World,
  only?: readonly string[],
  wanted?: (call: Call) => boolean,
): Promise<Tortured> {
  const thrownAway: string[] = [];
  const hear = ({ message }: Error) => void thrownAway.push(message);
  process.on('warning', hear);
  const torture = new Torture(world, only);
  await torture.start();
  const cases: Case[] = [];
  for (const id of torture.probes.keys())
    for await (const one of torture.cases(id, undefined, wanted)) cases.push(one);
  const asked = new Set([...torture.probes.keys()].map(rowOf));
  const behind = [...(await torture.stop()), ...thrownAway];
  process.off('warning', hear);
  return { world: name, rows: [...asked], cases, behind };
}

/** The same servers, of which no name server knows; their aliases lead nowhere. */
function nameless(world: World): World {
  const { platform } = world;
  const problem = { code: 'ENOTFOUND', text: 'no such name' };
  const lookup = async () => ({ ok: false, ms: 1, problem }) as const;
  return { ...world, platform: { ...platform, network: { ...platform.network, lookup } } };
}
