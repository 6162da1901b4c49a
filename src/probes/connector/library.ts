import type { Facts } from '../../engine/facts.ts';
import type { Evidence, JudgeInput, Verdict } from '../../engine/probe.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { onScreen } from '../common/steps.ts';
import type { MakeProbe } from '../describe.ts';
import { refusedVerdict } from './library-words.ts';
import { noConnector, untilHostBringsIt } from './not-run.ts';
import { builtInName } from './places.ts';
import { change, customDocument, libraryRow, lookOnce } from './row.ts';
import type { Assembled, Look } from './types.ts';

/** Without classes and references: rows of their own have these. */
export interface LibraryFacts extends Facts {
  readonly look: Omit<Look, 'assembly'> & {
    readonly assembly?: Omit<Assembled, 'classes' | 'references' | 'ecma' | 'missing' | 'setsDelta'>;
  };
}

/** Zones from which .NET Framework loads no library by itself. */
const internet = 3;

/** Is the library there, and a .NET assembly? Usable where its metadata can be read. */
export const connectorLibrary: MakeProbe = (scope) =>
  libraryRow(scope, {
    id: 'connector.library',
    title: 'Connector library',
    levels: levels('required', 'required'),
    requirements: ['CON-10', 'CON-11', 'CON-15'],
    needs: [],
    uses: ['host.installed'],
    notApplicable: (_settings, facts) =>
      scope.connector !== undefined && builtInName(scope.connector) !== undefined
        ? untilHostBringsIt(facts)
        : undefined,
    notConfigured: (settings) => (scope.connector === undefined ? noConnector(settings) : undefined),
    work: {
      async collect(context): Promise<LibraryFacts> {
        const { assembly, ...look } = await lookOnce(scope, context);
        if (assembly === undefined) return { usable: false, look };
        const { classes: _c, references: _r, ecma: _e, missing: _m, setsDelta: _s, ...kept } = assembly;
        return { usable: true, look: { ...look, assembly: kept } };
      },
      judge: judgeLibrary,
    },
  });

export function judgeLibrary({ facts }: JudgeInput<Settings, LibraryFacts>): Verdict {
  const { look } = facts;
  const { assembly, refusal, zone } = look;
  const base = { expected: 'a .NET library that can be read', evidence: evidenceOf(look) };
  if (assembly === undefined) {
    const verdict = refusedVerdict(look, refusal ?? { why: 'failed' });
    return { ...base, ...verdict };
  }
  const title = `${assembly.name} ${assembly.fileVersion ?? assembly.version}`;
  if (zone !== undefined && zone >= internet) return { ...base, ...blocked(look) };
  if (assembly.referenceOnly)
    return {
      ...base,
      status: 'fail',
      message: 'a reference assembly, without code',
      found: `${title} holds signatures for compilers only (ReferenceAssemblyAttribute).`,
      remedy: change('Nothing in it can be run.', [
        'Take the library from the output folder of the build (bin), not from the folder ref or obj',
      ]),
    };
  if (assembly.culture !== '' && assembly.culture !== 'neutral')
    return {
      ...base,
      status: 'fail',
      message: `translations only (${assembly.culture})`,
      found: `${title} is a satellite assembly: it holds texts, no code.`,
      remedy: change('The connector itself lies one folder higher.', [
        'Name the main library of the connector in .ecmarc',
      ]),
    };
  return { ...base, status: 'pass', message: title };
}

function blocked({ path, zone }: LibraryFacts['look']): Verdict {
  const from = zone === internet ? 'the internet' : 'a restricted site';
  return {
    status: 'fail',
    message: 'blocked: it was downloaded',
    found: `Windows notes that it came from ${from} (stream ${requirement('CON-11').values.blockedStream}, ZoneId ${zone}).`,
    remedy: {
      why: '.NET Framework refuses libraries that Windows has marked as downloaded (general Windows knowledge, not confirmed by the documents of this product).',
      steps: [
        {
          text: 'When you trust its source, take the mark away',
          command: `powershell -Command "Unblock-File -LiteralPath '${path.replaceAll("'", "''")}'"`,
          owner: 'server',
        },
        { text: 'It came in a ZIP: unblock the ZIP before unpacking, so that no other file in it is marked' },
        onScreen('Press r: the mark is looked for again'),
      ],
      links: [customDocument],
    },
  };
}

function evidenceOf({ path, bytes, changedAt, assembly }: LibraryFacts['look']): readonly Evidence[] {
  const file = [
    { label: 'File', value: path },
    ...(bytes === undefined ? [] : [{ label: 'Size', value: `${bytes} bytes` }]),
    ...(changedAt === undefined ? [] : [{ label: 'Changed', value: changedAt }]),
  ];
  if (assembly === undefined) return file;
  const { name, version, culture, token, fileVersion, build } = assembly;
  return [
    ...file,
    {
      label: 'Assembly',
      value: `${name}, Version=${version}, Culture=${culture === '' ? 'neutral' : culture}, PublicKeyToken=${token === '' ? 'null' : token}`,
    },
    ...(fileVersion === undefined ? [] : [{ label: 'File version', value: fileVersion }]),
    ...(build === '' ? [] : [{ label: 'Build', value: build }]),
  ];
}
