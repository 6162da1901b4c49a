import { never } from '../../../base/never.ts';
import type { JudgeInput, Remedy, Verdict } from '../../../engine/probe.ts';
import { fileName } from '../../../platform/paths.ts';
import type { Settings } from '../../../settings/schema.ts';
import { by, fix, see } from '../../common/fix.ts';
import { onScreen } from '../../common/steps.ts';
import { fail, pass, unknown, warn } from '../../common/verdicts.ts';
import type { FilesFacts, Place } from './facts.ts';
import { isOfNamedProject } from './named-project.ts';

/** Do the files lie at the host that the connector reads there (decisions: connector.files)? */
export function judgeFiles({ facts }: JudgeInput<Settings, FilesFacts>): Verdict {
  const base = {
    expected:
      facts.kind === 'powershell'
        ? "Schema.xml and the folder MAData in the host's ECMA folder"
        : "the connector's .wsconfig in the host's ECMA folder, whole, and not open elsewhere",
    evidence: [facts.folder, ...facts.places].map((place) => ({
      label: stateText(place),
      value: place.path,
    })),
  };
  if (facts.folder.state !== 'folder') return { ...base, ...folderless(facts) };
  switch (facts.kind) {
    case 'powershell':
      return { ...base, ...judgePowershell(facts) };
    case 'web-services':
      return { ...base, ...judgeProjects(facts) };
    default:
      return never(facts.kind);
  }
}

function folderless({ folder, kind }: FilesFacts): Verdict {
  return folder.state === 'absent' || folder.state === 'file'
    ? fail("the host's ECMA folder is missing", `there is no folder ${folder.path}`, put(kind, [folder]))
    : unknown(
        `${fileName(folder.path)} could not be looked into`,
        `${folder.path}: ${stateText(folder)}`,
        allow(folder),
      );
}

/** The sample's scripts name both; a connector whose own scripts name neither has its schema elsewhere. */
function judgePowershell({ places, boxes, kind }: FilesFacts): Verdict {
  const needed = places.filter(({ wanted, path }) => {
    if (fileName(path).toLowerCase() === 'schema.xml') return boxes?.namesSchema !== false;
    return wanted === 'file' || boxes?.namesData !== false;
  });
  if (needed.length === 0)
    return pass(
      'its scripts name no such file',
      "The connector's scripts, in the host's configuration, name neither Schema.xml nor MAData.",
    );
  return judgePlaces(needed, kind) ?? pass(needed.map(({ path }) => fileName(path)).join(', '));
}

function judgeProjects({ places, boxes, kind, folder }: FilesFacts): Verdict {
  const its = places.filter(({ path }) => isOfNamedProject(fileName(path), boxes));
  const project = boxes?.project;
  if (its.length === 0)
    return fail(
      project === undefined ? 'no .wsconfig' : `${project} is not there`,
      `no such file in ${folder.path}`,
      put(kind, []),
    );
  const [only] = its;
  const bad = its.filter((one) => !isGood(one));
  // Which of several is this connector's, only the configuration tells.
  if (bad.length > 0 && bad.length < its.length) {
    const verdict = judgePlaces(bad, kind);
    if (verdict !== undefined)
      return warn(verdict.message, `${verdict.found ?? ''}; others in the folder are whole`, verdict.remedy);
  }
  return (
    judgePlaces(its, kind) ??
    pass(its.length === 1 && only !== undefined ? fileName(only.path) : `${its.length} projects`)
  );
}

function isGood({ state, wanted, fault }: Place): boolean {
  return state === wanted && fault === undefined;
}

/** The worst of them; undefined where all are as they should be. */
function judgePlaces(places: readonly Place[], kind: FilesFacts['kind']): Verdict | undefined {
  const absent = places.filter(({ state }) => state === 'absent');
  if (absent.length > 0)
    return fail(
      `${absent.map(({ path }) => fileName(path)).join(', ')} missing`,
      absent.map(({ path }) => `there is no ${path}`).join('; '),
      put(kind, absent),
    );
  const faulty = places.find((one) => one.fault !== undefined);
  if (faulty !== undefined)
    return fail(
      `${fileName(faulty.path)} is damaged`,
      `${faulty.path}: ${faulty.fault ?? ''}`,
      put(kind, [faulty]),
    );
  const busy = places.find(({ state }) => state === 'busy');
  if (busy !== undefined)
    return fail(
      `${fileName(busy.path)} is open elsewhere`,
      `another program holds ${busy.path} (${busy.problem?.code ?? ''}): the connector gives an error until it is closed`,
      fix(
        'The connector reads the project itself, and cannot while the Web Service Configuration Tool has it open.',
        by.server('Save and close it in the Web Service Configuration Tool, on every desktop of this server'),
        onScreen('Press r: the file is read again'),
        page[kind],
      ),
    );
  const odd = places.find(
    ({ state, wanted }) => (state === 'file' || state === 'folder' || state === 'other') && state !== wanted,
  );
  if (odd !== undefined)
    return fail(
      `${fileName(odd.path)} is no ${odd.wanted}`,
      `${odd.path} is a ${odd.state}`,
      put(kind, [odd]),
    );
  const unseen = places.find(({ state }) => state === 'denied' || state === 'failed');
  return (
    unseen &&
    unknown(
      `${fileName(unseen.path)} could not be read`,
      `${unseen.path}: ${stateText(unseen)}`,
      allow(unseen),
    )
  );
}

const page = {
  powershell: see(
    'https://learn.microsoft.com/entra/identity/app-provisioning/on-premises-powershell-connector',
  ),
  'web-services': see(
    'https://learn.microsoft.com/entra/identity/app-provisioning/on-premises-web-services-connector',
  ),
} as const;

function put(kind: FilesFacts['kind'], places: readonly Place[]): Remedy {
  return kind === 'powershell'
    ? fix(
        "The connector's scripts read their schema and their data from the host's folder.",
        ...places.map(({ path }) => by.connector(`Put it there: ${path}`)),
        onScreen('Press r: the folder is looked into again'),
        page[kind],
      )
    : fix(
        'The connector works by a project that the Web Service Configuration Tool makes.',
        by.connector(
          "Copy the project (.wsconfig) anew into the folder Service\\ECMA of the host, and choose it in the host's wizard, page Connectivity",
        ),
        onScreen('Press r: the folder is looked into again'),
        page[kind],
      );
}

function allow({ path }: Place): Remedy {
  return fix(
    "The host's folder is for administrators.",
    by.server('Start the doctor as an administrator'),
    by.server('See who may read it', `icacls.exe "${path}"`),
  );
}

function stateText({ state, problem, fault }: Place): string {
  if (fault !== undefined) return 'Damaged';
  switch (state) {
    case 'file':
    case 'folder':
      return 'There';
    case 'other':
      return 'No file';
    case 'absent':
      return 'Missing';
    case 'denied':
      return 'not allowed to look';
    case 'busy':
      return 'Open elsewhere';
    case 'failed':
      return problem === undefined ? 'Not read' : `${problem.text} (${problem.code})`;
    default:
      return never(state);
  }
}
