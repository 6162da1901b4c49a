import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EcmaProbe, ProbeContext } from '../../src/clients/environment.ts';
import { SavedReportDoctor, type SavedReportOptions } from '../../src/doctor/saved-report-doctor.ts';
import { savedResults } from '../../src/doctor/saved-results.ts';
import type { DoctorView } from '../../src/doctor/view.ts';
import type { Level } from '../../src/engine/status.ts';
import { reportInput } from '../../src/report/input.ts';
import { readReport } from '../../src/report/read.ts';
import { writeJson } from '../../src/report/report-document.ts';
import type { ReportDocument, ReportProbe } from '../../src/results/report-schema.ts';
import type { Settings } from '../../src/settings/schema.ts';
import { settingsForReport } from '../../src/settings/settings-for-report.ts';
import { settingsFromReport } from '../../src/settings/validate.ts';
import { type Bench, byOk, ecma, hang, Site, says, sendsPassword, until, useless } from './kit.ts';

let site: Site;
beforeEach(() => {
  site = new Site();
});
afterEach(() => site.end());

type ProbesFor = (settings: Settings) => readonly EcmaProbe[];

/** The run as `--report x.json` and `--from x.json` would carry it over. */
function opened(bench: Bench, probesFor: ProbesFor, more: Partial<SavedReportOptions> = {}) {
  return openedDocument(documentOf(bench), probesFor, more);
}

function documentOf(bench: Bench): ReportDocument {
  const settings = settingsForReport(bench.doctor.configuration.settings);
  const reading = readReport(writeJson(reportInput(bench.doctor.view(), { settings })));
  if (!reading.ok) throw new Error(reading.message);
  return reading.document;
}

function openedDocument(
  document: ReportDocument,
  probesFor: ProbesFor,
  more: Partial<SavedReportOptions> = {},
) {
  const parsed = settingsFromReport(document.settings, 'saved.json');
  if (!parsed.ok) throw new Error('settings');
  const options: SavedReportOptions = {
    tool: { name: 'ecma-doctor', version: 'test' },
    saved: document,
    settings: parsed.settings,
    path: 'saved.json',
    probes: probesFor(parsed.settings),
    wrongFactsAt: () => undefined,
    choice: { only: [], skip: [] },
    failOn: 'fail',
    ...more,
  };
  expectSameResults(options);
  return new SavedReportDoctor(options);
}

/** What a fleet's comparison reads of the report is what the report's own doctor shows, by either profile, again and again. */
function expectSameResults(options: SavedReportOptions): void {
  for (const profile of ['preview-2021', 'ga', 'preview-2021'] as const) {
    const doctor = new SavedReportDoctor({ ...options, profile });
    const judged = savedResults(options);
    const results = judged.results(profile);
    const { rows, ...view } = doctor.view();
    expect(judged.chosen).toBe(doctor.chosen);
    const { rows: own, ...told } = results;
    expect(view).toMatchObject(told);
    expect(own).toEqual(rows.map(({ otherVerdict: _other, watched: _watched, open: _open, ...row }) => row));
  }
}

/** What a person reads of the rows, and what follows from them. */
function shown(view: DoctorView) {
  return {
    profile: view.profile,
    ready: view.ready,
    readyByProfile: view.readyByProfile,
    exitCode: view.exitCode,
    words: view.words,
    counts: view.counts,
    causes: view.causes,
    rows: view.rows.map(
      ({
        previous: _previous,
        question: _question,
        given: _given,
        wants: _wants,
        watched: _watched,
        running: _running,
        ...row
      }) => row,
    ),
  };
}

const everyKind = (settings: Settings): readonly EcmaProbe[] => [
  ecma('server.os', { collect: async () => ({ usable: true, ok: true }), judge: byOk }),
  ecma('server.dotnet', {
    levels: { 'preview-2021': 'required', ga: 'info' },
    judge: says('fail', 'too old'),
  }),
  ecma('server.policy', {
    levels: { 'preview-2021': 'not-applicable', ga: 'required' },
    judge: says('warn', 'w'),
  }),
  ecma('network.proxy', { collect: async () => useless, judge: says('warn', 'no way') }),
  ecma('network.dns', { needs: ['network.proxy'] }),
  ecma('network.slow', {
    deadlineMs: 30,
    collect: (context, signal) => {
      context.waitingFor('a host');
      return hang(context, signal);
    },
  }),
  ecma('network.bug', { collect: () => Promise.reject(new Error('a bug')) }),
  ecma('tenant.exists', {
    notConfigured: ({ tenant }) => (tenant.id === undefined ? { message: 'no tenant.id' } : undefined),
  }),
  ecma('tenant.licence', {
    judge: says('unknown', '?'),
    attested: ({ attest }) => (attest.licence ? { value: 'yes', where: '.ecmarc' } : undefined),
  }),
  ecma('ldap.write@D', { asks: { text: 'Sure?', effects: [] }, judge: says('pass', 'written') }),
  ecma('ldap.delete@D', { needs: ['network.proxy'], asks: { text: 'Sure?', effects: [] } }),
  ecma('ldap.rights@D', { judge: says('fail', 'no') }),
  ecma('attest.test-data', { answerable: true, judge: says('manual', '?') }),
  ecma(`attest.not-a-source`, { answerable: true, judge: says('manual', settings.profile) }),
];

const ecmarc =
  'profile: preview-2021\nattest: { licence: true }\nprobes: { waive: [ { id: ldap.rights, reason: known, until: 2099-01-31 } ], deadlines: { network.dns: 9 } }\n';

describe('a saved report', () => {
  test.each(['preview-2021', 'ga'] as const)('says under %s what the live run said', async (profile) => {
    site.write(ecmarc);
    const bench = await (await site.doctor(everyKind)).run();
    bench.doctor.confirm('attest.test-data');
    const doctor = opened(bench, everyKind);
    bench.doctor.setProfile(profile);
    doctor.setProfile(profile);
    expect(shown(doctor.view())).toEqual(shown(bench.doctor.view()));
    expect(doctor.view().rows.map(({ status }) => status)).toEqual(
      expect.arrayContaining(['pass', 'blocked', 'timed-out', 'crashed', 'attested', 'waived', 'skipped']),
    );
  });

  test.each(['preview-2021', 'ga'] as const)(
    'counts under %s what each profile sets aside',
    async (profile) => {
      site.write('probes: { waive: [ { id: "*", reason: a laptop, until: 2099-01-31 } ] }\n');
      const fails = says('fail', 'no');
      const levels = (one: Level, other: Level) => ({ levels: { 'preview-2021': one, ga: other } });
      const make = () => [
        ecma('server.os', {}),
        ecma('server.a', { judge: fails }),
        ecma('server.b', { ...levels('not-applicable', 'required'), judge: fails }),
        ecma('server.c', { ...levels('not-applicable', 'restricted'), judge: fails }),
        ecma('server.d', { ...levels('recommended', 'required'), judge: says('unknown', '?') }),
        ecma('server.e', { ...levels('required', 'info'), judge: fails }),
      ];
      const { doctor } = await (await site.doctor(make)).run();
      const saved = opened(await (await site.doctor(make)).run(), make);
      for (const one of [doctor, saved]) {
        one.setProfile(profile);
        expect(one.view()).toMatchObject({
          readyByProfile: { 'preview-2021': true, ga: true },
          setAside: { 'preview-2021': 2, ga: 4 },
        });
      }
    },
  );

  test('of a run with --write-test keeps what was written', async () => {
    site.write(ecmarc);
    const bench = await (await site.doctor(everyKind, { writeTest: true })).run();
    expect(bench.status('ldap.write@D')).toBe('pass');
    const doctor = opened(bench, everyKind);
    expect(shown(doctor.view())).toEqual(shown(bench.doctor.view()));
  });

  test('of a cancelled run is cancelled still', async () => {
    site.write('{}');
    const make = () => [ecma('server.os', { collect: hang }), ecma('server.memory', {})];
    const bench = await site.doctor(make);
    bench.doctor.start();
    await until(bench, () => bench.status('server.memory') === 'pass');
    await bench.doctor.cancel('cancelled by SIGTERM');
    const view = opened(bench, make).view();
    expect(view.exitCode).toBe(130);
    expect(view.rows.map(({ status }) => status)).toEqual(['cancelled', 'pass']);
    expect(view.rows[0]?.message).toBe('cancelled by SIGTERM');
    expect(shown(view)).toEqual(shown(bench.doctor.view()));
  });

  describe('of another version', () => {
    /** Read by a version that has only `server.os`: all else is unknown to it. */
    const make = () => [ecma('server.os', {})];
    const later = (...more: readonly EcmaProbe[]) => [...make(), ...more];
    const read = async (...more: readonly EcmaProbe[]) => {
      site.write('probes: { waive: [ { id: server.waived, reason: known } ] }\n');
      return opened(await (await site.doctor(() => later(...more))).run(), make).view();
    };
    const row = ({ rows }: DoctorView, id: string) => rows.find((one) => one.id === id);

    test('has its failures still: none of them passes for readiness', async () => {
      const view = await read(ecma('server.future', { judge: says('fail', 'no') }));
      expect(row(view, 'server.future')).toMatchObject({ status: 'fail', level: 'required' });
      expect(row(view, 'server.future')?.message).toMatch(/^no \(so that version says/);
      expect(view).toMatchObject({ ready: false, readyByProfile: { ga: false }, exitCode: 1 });
      expect(view.notices.map(({ text }) => text)).toEqual([
        'the report has 1 row that this version does not know: server.future; told as it has it',
      ]);
    });

    test('is ready where it was', async () => {
      const view = await read(
        ecma('server.future', {}),
        ecma('future.advice@D', { levels: { 'preview-2021': 'info', ga: 'info' }, judge: says('warn', 'w') }),
        ecma('server.waived', { judge: says('fail', 'no') }),
        ecma('server.elsewhere', { notApplicable: () => 'not here' }),
      );
      expect(view).toMatchObject({ ready: true, exitCode: 0 });
      expect(view.rows.map(({ id, status }) => `${id} ${status}`)).toEqual([
        'server.os pass',
        'server.future pass',
        'future.advice@D warn',
        'server.waived waived',
        'server.elsewhere skipped',
      ]);
    });

    test.each([
      ['what waits for another is not settled', { needs: ['server.os'] }, 'unknown', 1],
      ['what was not set is not', { notConfigured: () => ({ message: 'no key' }) }, 'skipped', 1],
      ['what broke is', { collect: () => Promise.reject(new Error('a bug')) }, 'crashed', 3],
    ] as const)('%s', async (_, parts, status, exitCode) => {
      site.write('{}');
      const os = ecma('server.os', { collect: async () => useless, judge: says('pass', 'old') });
      const bench = await (await site.doctor(() => [os, ecma('server.future', parts)])).run();
      const view = opened(bench, () => [os]).view();
      expect(row(view, 'server.future')?.status).toBe(status);
      expect(view).toMatchObject({ ready: false, exitCode });
    });

    test('whose ids are none are told, and are no rows', async () => {
      site.write('{}');
      const document = documentOf(await (await site.doctor(make)).run());
      const [first] = document.probes;
      if (first === undefined) throw new Error('no row');
      const probes = [first, { ...first, id: 'server.\u001b[2J' }];
      const view = openedDocument({ ...document, probes }, make).view();
      expect(view.rows.map(({ id }) => id)).toEqual(['server.os']);
      expect(view.notices[0]?.text).toContain('1 row that this version does not know: server.');
    });
  });

  describe('of a run that ended in every way', () => {
    const waits = (what: string, deadlineMs = 5_000) => ({
      deadlineMs,
      collect: (context: ProbeContext, signal: AbortSignal) => {
        context.waitingFor(what);
        return hang(context, signal);
      },
    });
    const lane = 'crowded:389';
    const make = (): readonly EcmaProbe[] => [
      ecma('server.os', {}),
      ecma('network.bug', { collect: () => Promise.reject(new TypeError('a bug')) }),
      ecma('network.rules', {
        notConfigured: () => {
          throw new Error('bad rules');
        },
      }),
      ecma('network.slow', waits('a host, waiting for another')),
      ecma('network.silent', { deadlineMs: 40, collect: hang }),
      ...['a', 'b', 'c', 'd'].map((name) => ecma(`ldap.${name}@D`, { lane, ...waits(`${name}:389`) })),
      ecma('ldap.turn@D', { lane }),
      ecma('ldap.behind@D', { needs: ['ldap.a@D'] }),
    ];
    const run = async (): Promise<Bench> => {
      site.write('probes: { deadlines: { network.slow: 0.06 } }\n');
      return (await site.doctor(make, { timeoutMs: 400 })).run();
    };
    const words = ({ rows }: DoctorView) =>
      Object.fromEntries(rows.map(({ id, status, message }) => [id, `${status}: ${message}`]));

    test('says what the run said, and holds each end as data', async () => {
      const bench = await run();
      const saved = documentOf(bench);
      expect(Object.fromEntries(saved.probes.map(({ id, outcome }) => [id, outcome]))).toEqual({
        'server.os': { kind: 'facts' },
        'network.bug': { kind: 'crashed', error: expect.stringMatching(/^TypeError: a bug/) },
        'network.rules': undefined,
        'network.slow': { kind: 'timed-out', deadlineMs: 60, waitingFor: 'a host, waiting for another' },
        'network.silent': { kind: 'timed-out', deadlineMs: 40 },
        'ldap.a@D': { kind: 'cut', limitMs: 400, waitingFor: 'a:389' },
        'ldap.b@D': { kind: 'cut', limitMs: 400, waitingFor: 'b:389' },
        'ldap.c@D': { kind: 'cut', limitMs: 400, waitingFor: 'c:389' },
        'ldap.d@D': { kind: 'cut', limitMs: 400, waitingFor: 'd:389' },
        'ldap.turn@D': { kind: 'cut', limitMs: 400 },
        'ldap.behind@D': undefined,
      });
      const doctor = openedDocument(saved, make);
      expect(shown(doctor.view())).toEqual(shown(bench.doctor.view()));
      expect(words(doctor.view())).toMatchObject({
        'network.bug': expect.stringMatching(/^crashed: a fault in this check: TypeError: a bug/),
        'network.rules': "crashed: a fault in this check's rules: Error: bad rules",
        'network.slow': 'timed-out: no result within 0.1 s, waiting for a host, waiting for another',
        'network.silent': 'timed-out: no result within 0 s',
        'ldap.a@D': "timed-out: cut when the run's 0.4 s were over, waiting for a:389",
        'ldap.turn@D': "timed-out: cut when the run's 0.4 s were over",
        'ldap.behind@D': 'blocked: needs: Title of ldap.a@D',
      });
    });

    test('reads no end out of a message', async () => {
      const bench = await run();
      const saved = documentOf(bench);
      const probes = saved.probes.map((probe) => ({ ...probe, message: 'no result within 99 s' }));
      const view = openedDocument({ ...saved, probes }, make).view();
      expect(words(view)).toEqual(words(bench.doctor.view()));
    });

    test('saved by a version without these data, shows its own words unchanged', async () => {
      const bench = await run();
      const saved = documentOf(bench);
      const probes = saved.probes.map(({ outcome: _outcome, ...probe }) => probe);
      const view = openedDocument({ ...saved, probes }, make).view();
      expect(words(view)).toEqual(words(bench.doctor.view()));
      expect(view.exitCode).toBe(bench.doctor.view().exitCode);
      const odd = probes.map((probe) =>
        probe.facts === null ? { ...probe, message: 'in other words' } : probe,
      );
      expect(words(openedDocument({ ...saved, probes: odd }, make).view())).toMatchObject({
        'server.os': words(bench.doctor.view())['server.os'],
        'network.bug': 'crashed: in other words',
        'network.slow': 'timed-out: in other words',
        'ldap.a@D': 'timed-out: in other words',
      });
    });
  });

  test('whose facts no run keeps judges none of them, and lets nothing through that rests on them', async () => {
    site.write('{}');
    const make = () => [
      ecma('server.os', { judge: says('pass', 'good') }),
      ecma('server.memory', { needs: ['server.os'], judge: says('pass', 'good') }),
      ecma('server.clock', { judge: says('pass', 'good') }),
      ecma('server.domain', { judge: says('pass', 'good') }),
    ];
    const bench = await (await site.doctor(make)).run();
    const saved = documentOf(bench);
    const probes = saved.probes.map((probe) =>
      probe.id === 'server.clock' ? { ...probe, observedAt: 'yesterday' } : probe,
    );
    const document = { ...saved, probes };
    const wrongFactsAt = ({ id }: EcmaProbe) => (id === 'server.os' ? 'roles.0' : undefined);
    const doctor = openedDocument(document, make, { wrongFactsAt });
    const rows = (view: DoctorView) => view.rows.map(({ status, message }) => `${status}: ${message}`);
    const said = [
      "unknown: this report's facts of server.os cannot be read (roles.0)",
      'blocked: needs: Title of server.os',
      "unknown: this report's facts of server.clock cannot be read (observedAt)",
      'pass: good',
    ];
    expect(rows(doctor.view())).toEqual(said);
    expect(doctor.view().ready).toBe(false);

    const reading = readReport(
      writeJson(
        reportInput(doctor.view(), { settings: settingsForReport(bench.doctor.configuration.settings) }),
      ),
    );
    if (!reading.ok) throw new Error(reading.message);
    expect(rows(openedDocument(reading.document, make).view())).toEqual(said);
  });

  test('asks nothing of the machine, says so, and starts nothing', async () => {
    site.write('{}');
    let asked = 0;
    const make = () => [
      ecma('server.os', {
        answerable: true,
        judge: says('manual', '?'),
        collect: async () => {
          asked += 1;
          return useless;
        },
      }),
    ];
    const bench = await (await site.doctor(make)).run();
    const doctor = opened(bench, make);
    doctor.start();
    await doctor.settled();
    for (const key of ['retry', 'retryNotPassed', 'retryAll', 'watch', 'confirm'] as const) {
      doctor[key]();
      expect(doctor.view()).toMatchObject({ busy: false, readOnly: true });
      expect(doctor.view().notices).toEqual([{ kind: 'info', text: expect.stringMatching(/--from/) }]);
    }
    expect(doctor.view().rows[0]?.status).toBe('manual');
    expect(doctor.wanted()).toEqual([]);
    await doctor.cancel();
    await doctor.close();
    expect(asked).toBe(1);
  });

  test('of a password still to be typed is not-configured still', async () => {
    site.write(
      'connectors: [ { name: D, library: generic-ldap, target: { ldap: { url: "ldap://localhost", bindDn: cn=x, password: { prompt: true } } } } ]\n',
    );
    const make = () => [
      ecma('ldap.reach@D', { collect: async () => useless, judge: says('fail', 'no') }),
      ecma('ldap.bind@D', { needs: ['ldap.reach@D'], ...sendsPassword('D') }),
    ];
    const bench = await (await site.doctor(make)).run();
    expect(bench.status('ldap.bind@D')).toBe('skipped: not-configured');
    expect(shown(opened(bench, make).view())).toEqual(shown(bench.doctor.view()));
  });

  test('of rows that nothing blocks any more says that they were not looked at; nothing waits there', async () => {
    site.write('{}');
    const make = (needs: readonly string[]) => (): readonly EcmaProbe[] => [
      ecma('server.os', { collect: async () => useless, judge: says('fail', 'no') }),
      ecma('sql.driver@D', { needs }),
      ecma('sql.dsn@D', { needs: ['sql.driver@D'] }),
    ];
    const bench = await (await site.doctor(make(['server.os']))).run();
    expect(bench.status('sql.driver@D')).toBe('blocked');
    const view = opened(bench, make([])).view();
    expect(view.rows.map(({ status, message }) => `${status}: ${message}`)).toEqual([
      'fail: no',
      'skipped: was not looked at in the saved run',
      'blocked: needs: Title of sql.driver@D',
    ]);
    expect(view).toMatchObject({ ready: false, exitCode: 1 });
    expect(view.counts).toMatchObject({ pending: 0, running: 0 });
  });

  test('can be cut down by --only, and what this version has more is not chosen', async () => {
    site.write('{}');
    const make = () => [ecma('server.os', { judge: says('fail', 'no') }), ecma('server.memory', {})];
    const bench = await (await site.doctor(make)).run();
    const part = opened(bench, make, { choice: { only: ['server.memory'], skip: [] } }).view();
    expect(part).toMatchObject({ ready: true, words: 'Ready for the chosen probes.' });
    const none = opened(bench, make, { choice: { only: ['sql.*'], skip: [] } });
    expect(none.chosen).toBe(0);
    const newer = opened(bench, () => [...make(), ecma('server.new', {})]).view();
    expect(newer.rows.map(({ reason }) => reason)).toEqual([undefined, undefined, 'not-chosen']);
    expect(newer.rows[2]?.message).toBe('the saved report does not have it');
  });

  test('tells what nobody left out, and it does not have, from what was not chosen', async () => {
    site.write('{}');
    const probes = [ecma('server.os', {}), ecma('server.memory', {})];
    const make = () => probes;
    const document = documentOf(await (await site.doctor(make)).run());
    const [first] = document.probes;
    if (first === undefined) throw new Error('no row');
    const reported: ReportProbe = {
      ...first,
      id: 'server.memory',
      status: 'skipped',
      reason: 'not-chosen',
      attempts: [],
      facts: null,
      observedAt: null,
    };
    // One after the other, as a fleet is read: rows that were not run are used again.
    for (const [hasIt, said] of [
      [false, 'the saved report does not have it'],
      [true, 'not chosen for this run'],
      [false, 'the saved report does not have it'],
    ] as const) {
      const rows = [first, ...(hasIt ? [reported] : [])];
      const view = openedDocument({ ...document, probes: rows }, make).view();
      expect(view.rows.map(({ reason, message }) => [reason, message])).toEqual([
        [undefined, expect.any(String)],
        ['not-chosen', said],
      ]);
    }
  });

  test('of which nothing was chosen is not ready for what was asked: nothing ran', async () => {
    site.write('{}');
    const make = () => [ecma('server.os', {}), ecma('server.memory', {})];
    const bench = await (await site.doctor(make)).run();
    const choice = { only: ['sql.*'], skip: [] };
    const view = opened(bench, make, { choice }).view();
    expect(view).toMatchObject({ ready: false, readyByProfile: { ga: false }, exitCode: 3 });
  });

  test.each(['not-applicable', 'info'] as const)(
    'of what GA has as %s: by the release that asks it',
    async (ga) => {
      site.write('profile: ga\n');
      const levels: Readonly<Record<string, Level>> = { 'preview-2021': 'required', ga };
      const make = () => [ecma('server.os', {}), ecma('attest.test-data', { levels })];
      const choice = { only: ['attest.test-data'], skip: [] };
      const bench = await (await site.doctor(make, { choice })).run();
      const asked = ga === 'info';
      const expected = {
        ready: asked,
        readyByProfile: { ga: asked, 'preview-2021': true },
        exitCode: asked ? 0 : 3,
        words: asked ? 'Ready for the chosen probes.' : 'Not ready for the chosen probes: nothing ran.',
      };
      expect(bench.doctor.view()).toMatchObject(expected);
      expect(opened(bench, make).view()).toMatchObject(expected);
      bench.doctor.setProfile('preview-2021');
      expect(bench.doctor.view()).toMatchObject({ ready: true, readyByProfile: { ga: asked }, exitCode: 0 });
    },
  );

  test('tells what was asked for and is not in it, beside what is', async () => {
    site.write('{}');
    const make = () => [ecma('server.os', {}), ecma('server.memory', {})];
    const bench = await (await site.doctor(make, { choice: { only: ['server.os'], skip: [] } })).run();
    const choice = { only: ['server.os', 'server.memory'], skip: [] };
    const view = opened(bench, make, { choice }).view();
    expect(view).toMatchObject({ ready: true, words: 'Ready for the chosen probes.' });
    expect(view.notices.map(({ text }) => text)).toEqual(['--only server.memory: fits no check of this run']);
  });
});
