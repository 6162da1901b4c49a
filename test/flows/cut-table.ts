import type { ChildProcess } from 'node:child_process';
import { accountDn, type OpenLdap, passwordOf, people, startOpenLdap } from '../beds/openldap.ts';
import { type SlowLink, startSlowLink } from '../beds/slow-link.ts';
import { makePlace, type Place, removePlaces, run } from './program.ts';

/**
 * The write test of the built program, cut at random moments, over a line of 25 ms each way: what is left in the
 * directory, who tells of it, and what is left after the next run. By hand, with the number of cuts of each kind:
 * `node test/flows/cut-table.ts 50`.
 */

export const ways = ['SIGTERM', 'SIGINT', '--timeout', 'SIGKILL', 'dropped'] as const;
export type Way = (typeof ways)[number];

export interface CutBed {
  /** One cut run and the next one. */
  cut(way: Way): Promise<CutEnd>;
  stop(): Promise<void>;
}

export interface CutEnd {
  readonly left: number;
  /** The cut run named every user that it may have made: `none` was to be named. */
  readonly told: boolean | 'none';
  /** Of the next run with the test off. */
  readonly toldByNext: boolean;
  /** After one more run with the test on. */
  readonly leftInTheEnd: number;
}

const each = 25;
/** From the add on the test takes six answers, of two delays each. */
const spanMs = 7 * 2 * each;

export async function makeCutBed(): Promise<CutBed> {
  const bed = await startOpenLdap({ users: 3 });
  let add: () => void = () => {};
  let made = '';
  const link = await startSlowLink(bed.port, each, (part) => {
    // An add request carries the name of the entry in clear.
    const dn = /(?:uid|cn)=ecma-doctor-test-[0-9a-f-]{36},[\w=,]+test/.exec(part.toString('latin1'))?.[0];
    if (dn === undefined || made !== '') return;
    made = dn;
    add();
  });
  const place = makePlace();
  place.write('.ecmarc', settingsFor(link));
  const whole = await timed(place, (heard) => {
    add = heard;
  });
  return {
    cut: (way) =>
      cutOnce(bed, link, way, whole, (heard) => {
        made = '';
        add = heard;
        return () => made;
      }),
    async stop() {
      await link.stop();
      await bed.stop();
    },
  };
}

function settingsFor({ port }: SlowLink): string {
  return JSON.stringify({
    connectors: [
      {
        name: 'D',
        library: 'generic-ldap',
        target: {
          ldap: {
            url: `ldap://127.0.0.1:${port}`,
            bindDn: accountDn('rw'),
            password: passwordOf('rw'),
            users: people,
          },
        },
      },
    ],
  });
}

const only = ['--json', '--only', 'ldap.write@D'];

/** Milliseconds from the start of the program to its add, and to its end. */
async function timed(place: Place, onAdd: (heard: () => void) => void) {
  const start = performance.now();
  let addMs = 0;
  onAdd(() => {
    addMs = performance.now() - start;
  });
  await run([...only, '--write-test'], { place });
  return { addMs, endMs: performance.now() - start };
}

async function cutOnce(
  bed: OpenLdap,
  link: SlowLink,
  way: Way,
  whole: { readonly addMs: number; readonly endMs: number },
  onAdd: (heard: () => void) => () => string,
): Promise<CutEnd> {
  const place = makePlace();
  place.write('.ecmarc', settingsFor(link));
  const later = Math.random() * spanMs;
  let child: ChildProcess | undefined;
  const made = onAdd(() => {
    setTimeout(() => {
      if (way === 'dropped') link.drop();
      else if (way !== '--timeout') child?.kill(way);
    }, later);
  });
  const limit = ((whole.addMs - each + Math.random() * (spanMs + 2 * each)) / 1000).toFixed(3);
  const args = way === '--timeout' ? ['--timeout', limit] : [];
  const during = (started: ChildProcess) => {
    child = started;
  };
  const first = await run([...only, '--write-test', ...args], { place, during });
  // What was sent before the cut is still on its way.
  await new Promise((resolve) => setTimeout(resolve, 10 * each));
  const dn = made();
  const ours = async () => (await bed.names()).filter((one) => one.includes('ecma-doctor-test-'));
  const left = await ours();
  const off = await run(only, { place });
  await run([...only, '--write-test'], { place });
  return {
    left: left.length,
    told: dn === '' ? 'none' : first.stdout.includes(dn),
    toldByNext: dn !== '' && off.stdout.includes(dn),
    leftInTheEnd: (await ours()).length,
  };
}

export interface CutRow {
  readonly way: Way;
  readonly cuts: number;
  readonly left: number;
  readonly leftAndTold: number;
  readonly leftAndToldByNext: number;
  readonly leftInTheEnd: number;
}

export function rowOf(way: Way, ends: readonly CutEnd[]): CutRow {
  const stays = ends.filter(({ left }) => left > 0);
  return {
    way,
    cuts: ends.length,
    left: stays.length,
    leftAndTold: stays.filter(({ told }) => told === true).length,
    leftAndToldByNext: stays.filter(({ toldByNext }) => toldByNext).length,
    leftInTheEnd: ends.filter(({ leftInTheEnd }) => leftInTheEnd > 0).length,
  };
}

if (import.meta.main) {
  const number = Number(process.argv[2] ?? 50);
  const bed = await makeCutBed();
  for (const way of ways) {
    const ends: CutEnd[] = [];
    for (let at = 0; at < number; at += 1) ends.push(await bed.cut(way));
    const told = ends.filter((end) => end.told === true).length;
    process.stdout.write(`${JSON.stringify({ ...rowOf(way, ends), told })}\n`);
  }
  await bed.stop();
  removePlaces();
}
