import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environment, type Place, programFile } from '../flows/program.ts';

/** What the build puts beside the program: the playbook and its role. */
const shipped = join(dirname(programFile), 'ansible');
const standIns = fileURLToPath(new URL('stand-ins', import.meta.url));

export type Variables = Readonly<Record<string, unknown>>;

export interface Fleet {
  /** Working folder, home and inventory of the machine that Ansible runs on. */
  readonly place: Place;
  /** Where the playbook puts what it fetches. */
  readonly reports: string;
  /** The folder that one host may keep. */
  folderOf(host: string): string;
}

/** Hosts that are all this machine: each with a folder and variables of its own. */
export function makeFleet(place: Place, hosts: Readonly<Record<string, Variables>>): Fleet {
  const folderOf = (host: string) => join(place.folder, 'hosts', host);
  mkdirSync(join(place.folder, 'hosts'));
  const vars = {
    ansible_connection: 'local',
    ansible_python_interpreter: '/usr/bin/python3',
    doctor_command: [process.execPath, programFile],
    doctor_here: [process.execPath, programFile],
  };
  const ofHosts = Object.entries(hosts).map(([host, more]) => [
    host,
    { doctor_folder: folderOf(host), ...more },
  ]);
  place.write('inventory.json', JSON.stringify({ all: { vars, hosts: Object.fromEntries(ofHosts) } }));
  return { place, reports: join(place.folder, 'ecma-doctor-reports'), folderOf };
}

export interface Played {
  readonly code: number | null;
  readonly output: string;
}

/** Runs the playbook that the build made, or another one with its role, from the folder of the inventory. */
export function play(
  { place }: Fleet,
  args: readonly string[] = [],
  playbook = join(shipped, 'doctor.yml'),
): Promise<Played> {
  return new Promise((resolve, reject) => {
    const child = spawn('ansible-playbook', ['-i', 'inventory.json', playbook, ...args], {
      cwd: place.folder,
      env: environment(place, {
        PWD: place.folder,
        // A Windows path of the stand-ins is a file name here, and stays.
        TMPDIR: place.folder,
        ANSIBLE_NOCOLOR: '1',
        ANSIBLE_REMOTE_TEMP: join(place.folder, 'remote'),
        ANSIBLE_ROLES_PATH: join(shipped, 'roles'),
        ANSIBLE_COLLECTIONS_PATH: standIns,
      }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    const hung = setTimeout(() => child.kill('SIGKILL'), 840_000);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(hung);
      resolve({ code, output });
    });
  });
}

/** What the recap says of a host: `ok=16 changed=0 unreachable=0 failed=0 ...` as numbers. */
export function recapOf({ output }: Played, host: string): Readonly<Record<string, number>> {
  const line = new RegExp(`^${host.replaceAll('.', '\\.')} +: (.*)$`, 'm').exec(output)?.[1] ?? '';
  return Object.fromEntries(
    [...line.matchAll(/(\w+)=(\d+)/g)].map(([, name, count]) => [name, Number(count)]),
  );
}
