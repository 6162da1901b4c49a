import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeJson } from '../../src/report/report-document.ts';
import { installed } from '../beds/program.ts';
import { makePlace, type Place, removePlaces } from '../flows/program.ts';
import { inputOf, type Site, sites } from '../report/agreement-sites.ts';
import { makeFleet, type Played, play, type Variables } from './playbook.ts';

/** What the playbook says of a host, for every way in which a run can end: its one judging file, with made-up runs. */

const written = { doctor_report: '{{ inventory_dir }}/report.json' };
const failed = { msg: 'non-zero return code', stderr: '' };

interface Verdict {
  readonly words: string;
  readonly seen: boolean;
  readonly ready: boolean;
}

const cases: readonly (readonly [name: string, variables: Variables, verdict: Verdict])[] = [
  [
    'ready',
    { doctor_report: '{{ inventory_dir }}/ready.json', doctor_run: { rc: 0, msg: '', stderr: '' } },
    { words: 'ready (2 fail, 1 timed-out, 30 pass)', seen: true, ready: true },
  ],
  [
    'not ready',
    { ...written, doctor_run: { rc: 1, ...failed } },
    { words: 'not ready (2 fail, 1 timed-out, 30 pass)', seen: true, ready: false },
  ],
  [
    'options refused',
    { doctor_run: { rc: 2, ...failed, stderr: 'ecma-doctor: unknown option --bogus\n' } },
    {
      words: 'the doctor refused its options or its .ecmarc (exit 2): ecma-doctor: unknown option --bogus',
      seen: false,
      ready: false,
    },
  ],
  [
    'no such program: Ansible gives the system error as exit code',
    { doctor_run: { rc: 2, msg: "No such file or directory: b'doctor'", stderr: '' } },
    {
      words: "the doctor could not be started: No such file or directory: b'doctor'",
      seen: false,
      ready: false,
    },
  ],
  [
    'no such program, in the words of a shell',
    { doctor_run: { rc: 127, ...failed, stderr: 'exec: doctor: not found' } },
    { words: 'the doctor could not be started: exec: doctor: not found', seen: false, ready: false },
  ],
  [
    'out of time',
    { ...written, doctor_run: { rc: 3, ...failed } },
    {
      words: 'a required check crashed or ran out of time (exit 3) (2 fail, 1 timed-out, 30 pass)',
      seen: false,
      ready: false,
    },
  ],
  [
    'ready, but --fail-on warn counts warnings',
    { doctor_report: '{{ inventory_dir }}/ready.json', doctor_run: { rc: 1, ...failed } },
    { words: 'ready, but warnings count (2 fail, 1 timed-out, 30 pass)', seen: true, ready: true },
  ],
  [
    'not ready, and --fail-on never lets it pass',
    { ...written, doctor_run: { rc: 0, msg: '', stderr: '' } },
    { words: 'not ready (2 fail, 1 timed-out, 30 pass)', seen: true, ready: false },
  ],
  [
    'ready, but another report could not be written',
    {
      doctor_report: '{{ inventory_dir }}/ready.json',
      doctor_run: { rc: 3, ...failed, stderr: 'x.prom: access denied' },
    },
    {
      words:
        'ready, but not all that was asked for could be written (exit 3): x.prom: access denied (2 fail, 1 timed-out, 30 pass)',
      seen: false,
      ready: true,
    },
  ],
  [
    'ready or not: its report could not be written',
    { doctor_run: { rc: 3, ...failed, stderr: 'report.json: no space left on the disk (ENOSPC)' } },
    { words: 'no report came: report.json: no space left on the disk (ENOSPC)', seen: false, ready: false },
  ],
  [
    'cancelled',
    { doctor_run: { rc: 130, ...failed } },
    { words: 'the run was cancelled (exit 130)', seen: false, ready: false },
  ],
  [
    'killed',
    { doctor_run: { rc: -9, ...failed } },
    {
      words: 'ended with -9, which is no exit code of the doctor: non-zero return code',
      seen: false,
      ready: false,
    },
  ],
  [
    'ended well, but no report came',
    { doctor_run: { rc: 0, msg: '', stderr: 'disk full' } },
    { words: 'no report came: disk full', seen: false, ready: false },
  ],
  [
    'lost while it ran',
    { doctor_run: { unreachable: true, msg: 'Connection reset' } },
    { words: 'the doctor could not be started: Connection reset', seen: false, ready: false },
  ],
  [
    'trouble before it ran',
    { doctor_trouble: 'Program: no space left' },
    { words: 'could not be looked at: Program: no space left', seen: false, ready: false },
  ],
];

/** A host whose doctor ended as this site does, with the report that it writes. */
function ofSite(site: Site, index: number): readonly [name: string, variables: Variables] {
  const ended = { rc: site.exit, msg: site.exit === 0 ? '' : 'non-zero return code', stderr: '' };
  return [site.name, { doctor_report: `{{ inventory_dir }}/site-${index}.json`, doctor_run: ended }];
}

describe.skipIf(!installed('ansible-playbook'))('verdicts of the playbook', () => {
  let place: Place;
  let played: Played;
  let told: Readonly<Record<string, Verdict>>;

  beforeAll(async () => {
    place = makePlace();
    const summary = { pass: 30, fail: 2, warn: 0, 'timed-out': 1, '{{ 1 }}': 5 };
    place.write('report.json', JSON.stringify({ ready: false, summary }));
    place.write('ready.json', JSON.stringify({ ready: true, summary }));
    sites.forEach((site, index) => void place.write(`site-${index}.json`, writeJson(inputOf(site))));
    const evil = place.write(
      'evil.txt',
      `{{ lookup('pipe', 'touch ${join(place.folder, 'proof')}') }}{% raw %}`,
    );
    const common = { doctor_report: 'none.json', doctor_trouble: '' };
    const runs = [...cases, ...sites.map(ofSite)];
    const hosts = runs.map(([, variables], index) => [`h${index}`, { ...common, ...variables }] as const);
    const fleet = makeFleet(place, { ...Object.fromEntries(hosts), evil: common });
    // Text that came from a host, as Ansible keeps it: not to be taken for a template.
    const heard = {
      'ansible.builtin.command': { argv: ['sh', '-c', `cat ${evil} >&2; exit 2`] },
      register: 'doctor_run',
      failed_when: false,
    };
    const judge = { 'ansible.builtin.include_role': { name: 'doctor', tasks_from: 'verdict' } };
    const tell = {
      'ansible.builtin.copy': {
        content: "{{ dict(names | zip(names | map('extract', hostvars, 'doctor_verdict'))) | to_json }}",
        dest: join(place.folder, 'told.json'),
      },
      vars: { names: '{{ ansible_play_hosts_all }}' },
      run_once: true,
    };
    const plays = [
      { hosts: 'evil', gather_facts: false, tasks: [heard] },
      { hosts: 'all', gather_facts: false, tasks: [judge, tell] },
    ];
    const playbook = place.write('verdicts.yml', JSON.stringify(plays));
    played = await play(fleet, [], playbook);
    told = JSON.parse(readFileSync(join(place.folder, 'told.json'), 'utf8'));
  });
  afterAll(removePlaces);

  test.each(cases.map(([name, , verdict], index) => [name, `h${index}`, verdict] as const))(
    '%s',
    (_, host, verdict) => {
      expect(told[host], played.output).toMatchObject(verdict);
    },
  );

  test.each(sites.map((site, index) => [site.name, `h${cases.length + index}`, site] as const))(
    'as all other formats: %s',
    (_, host, site) => {
      const { words = '', ready } = told[host] ?? {};
      expect(ready, words).toBe(site.ready);
      expect(/^ready/.test(words)).toBe(site.ready);
      if (!/^ready/.test(words)) return;
      expect(words.includes('for the chosen probes')).toBe(site.partial === true);
      expect(words.includes(`, ${site.waived} set aside`)).toBe(site.waived !== undefined);
    },
  );

  test('text of a host is no template', () => {
    const words = told.evil?.words;
    expect(words).toMatch(/^the doctor refused its options or its \.ecmarc \(exit 2\): .*lookup\('pipe'/);
    expect(words).not.toMatch(/[{}%]/);
    expect(existsSync(join(place.folder, 'proof'))).toBe(false);
  });
});
