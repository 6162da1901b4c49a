import { defined } from '../../base/defined.ts';
import { wholeNumberOf } from '../../base/whole-number.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import type { Facts } from '../../engine/facts.ts';
import type { Verdict } from '../../engine/probe.ts';
import type { Profile } from '../../engine/status.ts';
import type { WindowsAnswer, WindowsReader } from '../../platform/windows/types.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import { by, fix } from '../common/fix.ts';
import { type Opened, opened } from '../common/windows-answers.ts';
import { registryKey } from '../common/windows-questions.ts';
import { defineProbe } from '../define.ts';
import { factsToken } from '../token.ts';
import { mostBuild } from './switch-verdicts.ts';

export interface OsFacts extends Facts {
  readonly platform: string;
  /** As the system calls itself: "Windows Server 2019 Standard", "#1 SMP Debian". */
  readonly name: string;
  /** `os.release()`: on Windows major.minor.build. */
  readonly release: string;
  /** Windows only: null when the registry did not say. */
  readonly build: number | null;
  /** 1 workstation, 2 domain controller, 3 server (as Win32_OperatingSystem has it). */
  readonly productType: 1 | 2 | 3 | null;
  /** `Server`, `Server Core`, `Nano Server`, `Client`. */
  readonly installationType: string | null;
  readonly edition: string | null;
  /** Why Windows did not say. */
  readonly unsaid?: string;
}

export const serverOs = factsToken<OsFacts>('server', 'os');

const { build: firstBuild, releases, between, recommended, supportEnds, key } = requirement('OS-01').values;

const asked = {
  version: registryKey('which Windows this is', key, {
    CurrentBuildNumber: 'text',
    InstallationType: 'text',
    EditionID: 'text',
  }),
  product: registryKey(
    'whether this is a server',
    'HKLM\\SYSTEM\\CurrentControlSet\\Control\\ProductOptions',
    { ProductType: 'text' },
  ),
} as const;

export const serverOsProbe = defineProbe(serverOs, {
  title: 'Windows Server 2016 or later',
  levels: levels('required', 'required'),
  requirements: ['OS-01'],
  seconds: 15,
  mayBeRefused: true,
  collect,
  judge: ({ facts, observedAt }, { profile }) => judgeOs(facts, { profile, observedAt }),
});

async function collect(context: ProbeContext): Promise<OsFacts> {
  const { platform, osName, osRelease } = context.platform.machine();
  const base = { platform, name: osName, release: osRelease };
  const nothing = { productType: null, installationType: null, edition: null };
  if (platform !== 'win32') return { ...base, ...nothing, build: null, usable: false };
  const build = buildOf(osRelease.split('.')[2]);
  const windows = await context.platform.windows?.();
  if (windows === undefined) return { ...base, ...nothing, build, usable: true };
  return { ...base, ...(await readRegistry(windows, build)), usable: true };
}

async function readRegistry(
  windows: WindowsReader,
  build: number | null,
): Promise<Pick<OsFacts, 'build' | 'productType' | 'installationType' | 'edition' | 'unsaid'>> {
  const [version, product] = await Promise.all([asked.version.ask(windows), asked.product.ask(windows)]);
  const about = opened({ version: asked.version }, { version });
  const kind = opened({ product: asked.product }, { product });
  const said = about.ok ? about.values.version : undefined;
  const productType = kind.ok ? kind.values.product.ProductType : undefined;
  return {
    // The registry is asked for what Windows is; os.release() may tell an old program an old version.
    build: buildOf(said?.CurrentBuildNumber) ?? build,
    productType: productTypes[productType ?? ''] ?? null,
    installationType: said?.InstallationType ?? null,
    edition: said?.EditionID ?? null,
    ...defined({ unsaid: whyNot(kind, product) ?? whyNot(about, version) }),
  };
}
function whyNot(opening: Opened<unknown>, answer: WindowsAnswer<unknown>): string | undefined {
  if (opening.ok) return undefined;
  if (answer.state === 'failed') return answer.problem.text;
  return opening.wrongType ? opening.verdict.found : 'this account may not look';
}

const productTypes: Readonly<Record<string, 1 | 2 | 3>> = { WinNT: 1, LanmanNT: 2, ServerNT: 3 };

function buildOf(text: string | undefined): number | null {
  return wholeNumberOf(text, 1, mostBuild) ?? null;
}

/**
 * Server and new enough? A name alone proves nothing: multi-session Windows 11 has a server's product type, and
 * names can be edited. So product type, installation type and build are read together.
 */
export function judgeOs(facts: OsFacts, when: When): Verdict {
  const expected = `Windows Server 2016 or later (build ${firstBuild})`;
  const evidence = [
    { label: 'System', value: `${facts.name}, ${facts.release}` },
    ...(facts.productType === null ? [] : [{ label: 'Product type', value: String(facts.productType) }]),
    ...(facts.installationType === null
      ? []
      : [{ label: 'Installation type', value: facts.installationType }]),
    ...(facts.edition === null ? [] : [{ label: 'Edition', value: facts.edition }]),
  ];
  return { expected, evidence, ...kindOf(facts, when) };
}

interface When {
  readonly profile: Profile;
  /** When Windows was asked, ISO 8601. */
  readonly observedAt: string;
}

function kindOf(facts: OsFacts, when: When): Verdict {
  if (facts.platform !== 'win32') {
    const name = systems[facts.platform] ?? facts.platform;
    return fail(`${name}, not Windows`, 'The connector host and its agent are programs for Windows Server.');
  }
  const { build, productType } = facts;
  // Empty says nothing, neither of servers nor of workstations.
  const installationType = facts.installationType?.trim() || null;
  // One of them is enough for no.
  if (productType === 1 || (installationType !== null && !isServer(installationType))) {
    const why =
      'The installer of the agent refuses Windows for workstations, multi-session Windows 11 among them.';
    return fail(`Windows for workstations${build === null ? '' : `, build ${build}`}`, why);
  }
  if (productType === null || installationType === null || build === null) {
    return {
      status: 'unknown',
      message: facts.name,
      found: `Windows did not say whether it is a server and which build${facts.unsaid === undefined ? '' : `: ${facts.unsaid}`}`,
      remedy: lookYourself,
    };
  }
  if (build < firstBuild)
    return fail(`Windows Server, build ${build}`, 'It is older than Windows Server 2016.');
  return judgeServer(build, when);
}

/** `Server`, `Server Core`, `Nano Server`. */
function isServer(installationType: string): boolean {
  return /\bServer\b/.test(installationType);
}

const lookYourself = fix(
  'Every row about this server hangs on how Windows answers the doctor.',
  by.server('See it by hand: InstallationType and CurrentBuildNumber', `reg.exe query "${key}"`),
);

const systems: Readonly<Record<string, string>> = { linux: 'Linux', darwin: 'macOS', freebsd: 'FreeBSD' };

/** A server that is new enough: what Microsoft's pages say of this release (decisions: server.os). */
function judgeServer(build: number, { profile, observedAt }: When): Verdict {
  const release = nameOf(releases, build);
  const other = nameOf(between, build);
  if (release === undefined) {
    const newer = build > releases['2025'];
    const found =
      other === undefined
        ? `no release with this build is known: ${newer ? 'a later one than 2025, or a preview of it' : 'most likely a preview'}`
        : "a release between those of the long-term channel, which Microsoft's pages for the agent do not name";
    const name = other === undefined ? 'Windows Server' : `Windows Server ${other}`;
    return { status: 'pass', message: `${name}, build ${build}`, found };
  }
  const message = `Windows Server ${release}, build ${build}`;
  if (release === '2016') {
    const over = observedAt > `${supportEnds['2016']}-31`;
    const found = `extended support of Windows Server 2016 ${over ? 'ended' : 'ends'} in January 2027; ${advice}`;
    return profile === 'ga'
      ? {
          status: 'warn',
          message: 'Windows Server 2016, supported until January 2027',
          found,
          remedy: moveOn,
        }
      : { status: 'pass', message, found };
  }
  if (!recommended.includes(release))
    return { status: 'pass', message, found: `${advice}; older ones may need a paid support program` };
  return release === '2025'
    ? {
        status: 'pass',
        message,
        found:
          "the agent's page recommends it, though its list for groups in Active Directory ends with 2022",
      }
    : { status: 'pass', message };
}

const advice = `for the agent Microsoft recommends Windows Server ${recommended.join(' or ')}`;

const moveOn = fix(
  'Without support Windows gets no more security updates.',
  by.server('Plan the move of the connector host to Windows Server 2022 or 2025'),
);

function nameOf(known: Readonly<Record<string, number>>, build: number): string | undefined {
  return Object.entries(known).find(([, its]) => its === build)?.[0];
}

function fail(message: string, why: string): Verdict {
  const another = by.server('Use a server with Windows Server 2016 or later, and run the doctor there');
  return { status: 'fail', message, remedy: fix(why, another) };
}
