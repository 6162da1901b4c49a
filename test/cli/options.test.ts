import { describe, expect, test } from 'vitest';
import type { Options } from '../../src/cli/options.ts';
import { readOptions } from '../../src/cli/read-options.ts';

type Env = Readonly<Record<string, string>>;

function read(args: readonly string[], env: Env = {}): Options {
  const parsed = readOptions(args, env);
  if (!parsed.ok) throw new Error(parsed.errors.join('\n'));
  return parsed.options;
}

function errors(args: readonly string[], env: Env = {}): readonly string[] {
  const parsed = readOptions(args, env);
  return parsed.ok ? [] : parsed.errors;
}

const none: Options = {
  only: [],
  skip: [],
  plain: false,
  json: false,
  events: false,
  report: [],
  from: [],
  redact: false,
  eventLog: false,
  writeTest: false,
  failOn: 'fail',
  list: false,
  ascii: false,
  calm: false,
  readme: false,
  version: false,
  help: false,
};

/** Each option of the contract: how it is given, its twin, and what becomes of it. */
const table: readonly (readonly [args: readonly string[], twin: Env, options: Partial<Options>])[] = [
  [['--config', 'a.yaml'], { CONFIG: 'a.yaml' }, { config: 'a.yaml' }],
  [['--profile', 'ga'], { PROFILE: 'ga' }, { profile: 'ga' }],
  [['--profile=preview-2021'], { PROFILE: 'preview-2021' }, { profile: 'preview-2021' }],
  [['--only', 'ldap.*,server.os'], { ONLY: 'ldap.*, server.os' }, { only: ['ldap.*', 'server.os'] }],
  [
    ['--only', '*@Directory', '--only=server.os'],
    { ONLY: '*@Directory,server.os,' },
    { only: ['*@Directory', 'server.os'] },
  ],
  [['--skip', 'network.*'], { SKIP: 'network.*' }, { skip: ['network.*'] }],
  [['--plain'], { PLAIN: '1' }, { plain: true }],
  [['--json'], { JSON: 'true' }, { json: true }],
  [['--events'], { EVENTS: 'yes' }, { events: true }],
  [['--report', 'a.json', '--report', 'b,c.md'], {}, { report: ['a.json', 'b,c.md'] }],
  [['--report', 'a.json', '--report', 'b.md'], { REPORT: 'a.json, b.md' }, { report: ['a.json', 'b.md'] }],
  [['--from', 'a.json'], { FROM: 'a.json' }, { from: ['a.json'] }],
  [['--baseline', 'a.json'], { BASELINE: 'a.json' }, { baseline: 'a.json' }],
  [['--redact'], { REDACT: 'on' }, { redact: true }],
  [['--event-log'], { EVENT_LOG: '1' }, { eventLog: true }],
  [['--write-test'], { WRITE_TEST: '1' }, { writeTest: true }],
  [['--write-test=HR'], { WRITE_TEST: 'HR' }, { writeTest: ['HR'] }],
  [['--write-test=HR', '--write-test=AD LDS'], { WRITE_TEST: 'HR, AD LDS' }, { writeTest: ['HR', 'AD LDS'] }],
  [['--write-test=HR', '--write-test'], {}, { writeTest: true }],
  [['--wait', '60'], { WAIT: '60' }, { waitMs: 60_000 }],
  [['--explain', 'HOST-24'], { EXPLAIN: 'HOST-24' }, { explain: 'HOST-24' }],
  [['--completion', 'bash'], { COMPLETION: 'bash' }, { completion: 'bash' }],
  [['--init', 'example'], { INIT: 'example' }, { init: 'example' }],
  [['--init', 'ldap', '--profile', 'ga'], { INIT: 'ldap', PROFILE: 'ga' }, { init: 'ldap', profile: 'ga' }],
  [['--readme'], { README: '1' }, { readme: true }],
  [['--help'], { HELP: '1' }, { help: true }],
  [['--version'], { VERSION: '1' }, { version: true }],
  [['--from', 'a.json', 'b.json'], { FROM: 'a.json,b.json' }, { from: ['a.json', 'b.json'] }],
  [['--fail-on', 'warn'], { FAIL_ON: 'warn' }, { failOn: 'warn' }],
  [['--fail-on', 'never'], { FAIL_ON: 'never' }, { failOn: 'never' }],
  [['--timeout', '90'], { TIMEOUT: '90' }, { timeoutMs: 90_000 }],
  [['--timeout', '0.5'], { TIMEOUT: '0.5' }, { timeoutMs: 500 }],
  [['--list'], { LIST: '1' }, { list: true }],
  [['--init'], { INIT: '1' }, { init: 'ask' }],
  [['--init', 'ldap'], { INIT: 'ldap' }, { init: 'ldap' }],
  [['--init=sql'], { INIT: 'sql' }, { init: 'sql' }],
  [['--ascii'], { ASCII: '1' }, { ascii: true }],
  [['--no-color'], { NO_COLOR: '1' }, { color: false }],
  [['--color'], { COLOR: '1' }, { color: true }],
  [['--calm'], { CALM: '1' }, { calm: true }],
];

const named = table.map(([args, twin, options]) => [args.join(' '), args, twin, options] as const);
const prefixed = (twin: Env): Env =>
  Object.fromEntries(Object.entries(twin).map(([name, value]) => [`ECMA_DOCTOR_${name}`, value]));

describe('options', () => {
  test.each(named)('%s', (_, args, __, options) => {
    expect(read(args)).toEqual({ ...none, ...options });
  });

  test.each(named.filter(([, , twin]) => Object.keys(twin).length > 0))(
    'twin of %s',
    (_, __, twin, options) => {
      expect(read([], prefixed(twin))).toEqual({ ...none, ...options });
    },
  );

  test('none', () => {
    expect(read([])).toEqual(none);
    expect(read(['--version'])).toEqual({ ...none, version: true });
    expect(read(['--help'])).toEqual({ ...none, help: true });
  });

  test('the option wins over its twin', () => {
    const env = { ECMA_DOCTOR_PROFILE: 'ga', ECMA_DOCTOR_JSON: '1', ECMA_DOCTOR_ONLY: 'a.*' };
    expect(read(['--profile', 'preview-2021', '--json=false', '--only', 'b.*'], env)).toEqual({
      ...none,
      profile: 'preview-2021',
      only: ['b.*'],
    });
  });

  test('a twin goes on behind a comma; what is set for every run is no clash with what runs nothing', () => {
    const env = { ECMA_DOCTOR_REPORT: 'a.json, ,b.md,', ECMA_DOCTOR_WRITE_TEST: 'HR,' };
    expect(read([], env)).toEqual({ ...none, report: ['a.json', 'b.md'], writeTest: ['HR'] });
    const always = { ECMA_DOCTOR_ONLY: 'ldap.*', ECMA_DOCTOR_PROFILE: 'ga', ECMA_DOCTOR_REDACT: '1' };
    expect(errors(['--list'], always)).toEqual([]);
  });

  test('who adds --help to whatever stands there already gets the help', () => {
    expect(errors(['--list', '--json', '--events', '--report', 'a.json', '--help'])).toEqual([]);
  });

  test('names of connectors stand behind a comma, too', () => {
    expect(read(['--write-test=HR, AD LDS', '--write-test=X']).writeTest).toEqual(['HR', 'AD LDS', 'X']);
  });

  test('a connector may be called like a switch', () => {
    expect(read(['--write-test=1']).writeTest).toEqual(['1']);
    expect(read(['--write-test=off']).writeTest).toBe(false);
    expect(read(['--write-test=true']).writeTest).toBe(true);
  });

  test('the last of two counts where one is enough', () => {
    expect(read(['--profile', 'ga', '--profile', 'preview-2021']).profile).toBe('preview-2021');
    expect(read(['--timeout', '9', '--timeout', '5']).timeoutMs).toBe(5000);
    expect(read(['--config', 'a', '--config', 'a']).config).toBe('a');
  });

  test('an empty or switched-off twin is none', () => {
    const env = {
      ECMA_DOCTOR_PROFILE: '',
      ECMA_DOCTOR_JSON: '0',
      ECMA_DOCTOR_PLAIN: 'false',
      ECMA_DOCTOR_INIT: 'off',
      ECMA_DOCTOR_STATE: '/somewhere',
    };
    expect(read([], env)).toEqual(none);
  });

  test.each([
    [['--no-color'], { FORCE_COLOR: '1' }, false],
    [['--color=false'], { FORCE_COLOR: '1' }, false],
    [['--color'], { NO_COLOR: '1' }, true],
    [[], { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    [[], { FORCE_COLOR: '1' }, true],
    [[], { FORCE_COLOR: '0' }, false],
    [[], { FORCE_COLOR: '' }, true],
    [[], { NO_COLOR: '' }, undefined],
  ] as const)('colour: %j with %j', (args, env, color) => {
    expect(read(args, env).color).toBe(color);
  });

  test.each<[string, readonly string[], Env, RegExp]>([
    [
      'an unknown option',
      ['--jsn'],
      {},
      /^unknown option --jsn, did you mean --json\? \(--help lists all\)$/,
    ],
    ['a short one', ['-x'], {}, /^unknown option -x/],
    ['nothing like it', ['--zzzzzz'], {}, /^unknown option --zzzzzz \(--help lists all\)$/],
    ['a stray word', ['list'], {}, /^unexpected argument "list", did you mean --list\?$/],
    [
      'files that a shell put in for a pattern, where one is written',
      ['--report', 'a.json', 'b.json'],
      {},
      /^unexpected "b\.json" behind --report: each file wants its own --report$/,
    ],
    [
      'a variable that is none',
      [],
      { ECMA_DOCTOR_FAILON: 'warn' },
      /^ECMA_DOCTOR_FAILON is no variable .*did you mean ECMA_DOCTOR_FAIL_ON\?/,
    ],
    ['a mistyped variable', [], { ECMA_DOCTOR_PROFIL: 'ga' }, /did you mean ECMA_DOCTOR_PROFILE\?/],
    [
      'a variable like nothing',
      [],
      { ECMA_DOCTOR_XYZZYXYZZY: '1' },
      /^ECMA_DOCTOR_XYZZYXYZZY is no variable of this program \(/,
    ],
    [
      'a variable with signs in its name',
      [],
      { 'ECMA_DOCTOR_$env:X': '1' },
      /^ECMA_DOCTOR_\$env:X is no variable of this program/,
    ],
    [
      'a long variable, with what turns lines around',
      [],
      { [`ECMA_DOCTOR_\u202e${'X'.repeat(5000)}`]: '1' },
      /^ECMA_DOCTOR_X{48}\.\.\. is no variable of this program/,
    ],
    [
      'a profile for the example',
      ['--init', 'example', '--profile', 'ga'],
      {},
      /^--init example explains both profiles: --profile has no use with it$/,
    ],
    ['a variable in small letters', [], { ecma_doctor_json: '1' }, /did you mean ECMA_DOCTOR_JSON\?/],
    ['no time to wait', ['--wait', '0'], {}, /^--wait takes a number of seconds/],
    ['a wait for a saved report', ['--from', 'a.json', '--wait', '5'], {}, /^--from looks at nothing again/],
    [
      'two that run nothing',
      ['--explain', 'OS-01', '--list'],
      {},
      /^--list and --explain do not go together$/,
    ],
    [
      'another shell',
      ['--completion', 'tcsh'],
      {},
      /^--completion takes powershell, bash, zsh, fish, not "tcsh"/,
    ],
    [
      'a list that PowerShell split',
      ['--only', 'ldap.*', 'server.os'],
      {},
      /^unexpected "server\.os" behind --only: put quotes around lists \(--only "a,b"\) or repeat --only$/,
    ],
    ['no value', ['--profile'], {}, /^--profile needs a value$/],
    ['an empty value', ['--config='], {}, /^--config needs a value$/],
    ['a profile', ['--profile', 'preview'], {}, /^--profile takes preview-2021, ga, not "preview"/],
    ['its twin', [], { ECMA_DOCTOR_PROFILE: 'GA' }, /^ECMA_DOCTOR_PROFILE takes .*did you mean ga\?$/],
    ['its twin', [], { ECMA_DOCTOR_FAIL_ON: 'x' }, /^ECMA_DOCTOR_FAIL_ON takes fail, warn, never/],
    ['its twin', [], { ECMA_DOCTOR_TIMEOUT: 'x' }, /^ECMA_DOCTOR_TIMEOUT takes a number/],
    ['its twin', [], { ECMA_DOCTOR_INIT: 'x' }, /^ECMA_DOCTOR_INIT takes ldap, sql, custom/],
    ['fail-on', ['--fail-on', 'warnings'], {}, /^--fail-on takes fail, warn, never/],
    [
      'a time',
      ['--timeout', 'soon'],
      {},
      /^--timeout takes a number of seconds above 0, at most 86400, not "soon"$/,
    ],
    ['no time', ['--timeout', '0'], {}, /^--timeout takes/],
    ['a negative time', ['--timeout=-1'], {}, /^--timeout takes/],
    ['an endless time', ['--timeout', 'Infinity'], {}, /^--timeout takes/],
    ['a kind', ['--init', 'oracle'], {}, /^--init takes ldap, sql, custom, example, not "oracle"$/],
    ['a flag with a word', ['--json=maybe'], {}, /^--json takes true or false, not "maybe"$/],
    ['its twin', [], { ECMA_DOCTOR_JSON: 'maybe' }, /^ECMA_DOCTOR_JSON takes true or false/],
    ['two voices', ['--json', '--events'], {}, /^--json and --events both want stdout: choose one$/],
    ['two voices by twin', ['--json'], { ECMA_DOCTOR_EVENTS: '1' }, /choose one$/],
    ['from with write-test', ['--from', 'a.json', '--write-test'], {}, /--write-test has no use/],
    ['from with init', ['--from', 'a.json', '--init', 'ldap'], {}, /^--from and --init/],
    ['from with list', ['--from', 'a.json', '--list'], {}, /^--list and --from/],
    ['from with events', ['--from', 'a.json', '--events'], {}, /--events has nothing to tell$/],
    ['list with report', ['--list', '--report', 'a.json'], {}, /^--list runs nothing: --report has nothing/],
    ['list with events', ['--list', '--events'], {}, /^--list runs nothing: --events has nothing to tell$/],
    ['init with report', ['--init', 'sql'], { ECMA_DOCTOR_REPORT: 'a.md' }, /^--init runs nothing: --report/],
    ['list with init', ['--list', '--init', 'sql'], {}, /^--list and --init do not go together$/],
    ['list with baseline', ['--list', '--baseline', 'a.json'], {}, /^--list and --baseline/],
    ['from with event-log', ['--from', 'a.json', '--event-log'], {}, /--event-log has nothing to tell$/],
    ['list with event-log', ['--list', '--event-log'], {}, /^--list runs nothing: --event-log has nothing/],
    ['a list of nothing', ['--only', ','], {}, /^--only needs a value, not ","$/],
    ['its twin', [], { ECMA_DOCTOR_ONLY: ' , ' }, /^ECMA_DOCTOR_ONLY names nothing: " , "$/],
    ['a saved report of no name', [], { ECMA_DOCTOR_FROM: ',' }, /^ECMA_DOCTOR_FROM names nothing: ","$/],
    [
      'a write test of a variable that is not set',
      ['--write-test='],
      {},
      /^--write-test= names no connector/,
    ],
    ['its twin of a blank', [], { ECMA_DOCTOR_WRITE_TEST: ' ' }, /^ECMA_DOCTOR_WRITE_TEST names nothing/],
    ['two settings', ['--config', 'a', '--config', 'b'], {}, /^--config is given twice: "a" and "b"$/],
    ['two baselines', ['--baseline', 'a', '--baseline=b'], {}, /^--baseline is given twice/],
    ['two to explain', ['--explain', 'OS-01', '--explain', 'OS-02'], {}, /^--explain is given twice/],
    ['a time in hexadecimal', ['--timeout', '0x10'], {}, /^--timeout takes a number of seconds/],
    ['a time with an exponent', ['--wait', '1e3'], {}, /^--wait takes a number of seconds/],
    ['a time of more than a day', ['--timeout', '86401'], {}, /^--timeout takes .* at most 86400/],
    [
      'list with only',
      ['--list', '--only', 'ldap.*'],
      {},
      /^--list runs nothing: --only has no use with it$/,
    ],
    [
      'explain with redact',
      ['--explain', 'OS-01', '--redact'],
      {},
      /^--explain runs nothing: --redact has no/,
    ],
    ['init with write-test', ['--init', 'sql', '--write-test'], {}, /^--init runs nothing: --write-test has/],
    [
      'a twin against an option, by its own name',
      ['--json'],
      { ECMA_DOCTOR_EVENTS: '1' },
      /^--json and --events \(ECMA_DOCTOR_EVENTS\) both want stdout/,
    ],
    ['events with redact', ['--events', '--redact'], {}, /^--events tells names as it goes/],
    [
      'a variable of the build',
      [],
      { ECMA_DOCTOR_NATIVE: '/x' },
      /^ECMA_DOCTOR_NATIVE is no variable of this/,
    ],
    ['a colour that is none', ['--color=maybe'], {}, /^--color takes true or false, not "maybe"$/],
    [
      'a connector behind a space',
      ['--write-test', 'HR'],
      {},
      /^unexpected "HR" behind --write-test: of one connector it is --write-test=HR$/,
    ],
    ['a write test of a comma', ['--write-test=,'], {}, /^--write-test= names no connector/],
    ['two kinds to begin with', ['--init', 'ldap', '--init', 'sql'], {}, /^--init is given twice$/],
    [
      'the version with a report',
      ['--version', '--report', 'a.json'],
      {},
      /^--version runs nothing: --report/,
    ],
    ['the version of a saved report', ['--version', '--from', 'a.json'], {}, /^--from and --version do not/],
    [
      'the manual of a check',
      ['--readme', '--only', 'ldap.*'],
      {},
      /^--readme runs nothing: --only has no use/,
    ],
    [
      'a variable that asks for the version, in a run that is to be reported',
      ['--plain', '--report', 'a.json'],
      { ECMA_DOCTOR_VERSION: '1' },
      /^--version \(ECMA_DOCTOR_VERSION\) runs nothing: --report has nothing to write$/,
    ],
    [
      'a variable that asks for help, in a run that is to be reported',
      ['--plain', '--report', 'a.json'],
      { ECMA_DOCTOR_HELP: '1' },
      /^--help \(ECMA_DOCTOR_HELP\) runs nothing: --report has nothing to write$/,
    ],
  ])('refuses %s', (_, args, env, words) => {
    const found = errors(args, env);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(words);
  });

  test('an event of the log was asked for, however wrong the rest is', () => {
    const wanted = (args: readonly string[], env: Env = {}) => readOptions(args, env);
    expect(wanted(['--jsn', '--event-log'])).toMatchObject({ ok: false, eventLog: true });
    expect(wanted(['--jsn'], { ECMA_DOCTOR_EVENT_LOG: '1' })).toMatchObject({ ok: false, eventLog: true });
    expect(wanted(['--jsn'])).toMatchObject({ ok: false, eventLog: false });
  });

  test('names every fault at once', () => {
    expect(errors(['--jsn', '--profile', 'x', '--timeout', 'y', 'stray'])).toHaveLength(4);
  });

  test('a value may begin with what looks like nothing else', () => {
    expect(read(['--config', './--json']).config).toBe('./--json');
    expect(errors(['--', 'x'])).toEqual(['unexpected argument "x"']);
  });
});
