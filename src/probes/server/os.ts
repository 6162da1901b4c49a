import { defined } from '../../base/defined.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import type { Facts } from '../../engine/facts.ts';
import type { Verdict } from '../../engine/probe.ts';
import type { WindowsAnswer, WindowsReader } from '../../platform/windows/types.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import { by, fix } from '../common/fix.ts';
import { type Opened, opened } from '../common/windows-answers.ts';
import { registryKey } from '../common/windows-questions.ts';
import { defineProbe } from '../define.ts';
import { factsToken } from '../token.ts';

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

const { build: firstBuild, releases, key } = requirement('OS-01').values;

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
  judge: ({ facts }) => judgeOs(facts),
});

async function collect(context: ProbeContext): Promise<OsFacts> {
  const { platform, osName, osRelease } = context.platform.machine();
  const base = { platform, name: osName, release: osRelease };
  const nothing = { productType: null, installationType: null, edition: null };
  if (platform !== 'win32') return { ...base, ...nothing, build: null, usable: false };
  const build = wholeNumber(osRelease.split('.')[2]);
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
    build: wholeNumber(said?.CurrentBuildNumber) ?? build,
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

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
}

/**
 * Server and new enough? A name alone proves nothing: multi-session Windows 11 has a server's product type, and
 * names can be edited. So product type, installation type and build are read together.
 */
export function judgeOs(facts: OsFacts): Verdict {
  const expected = `Windows Server 2016 or later (build ${firstBuild})`;
  const evidence = [
    { label: 'System', value: `${facts.name}, ${facts.release}` },
    ...(facts.productType === null ? [] : [{ label: 'Product type', value: String(facts.productType) }]),
    ...(facts.installationType === null
      ? []
      : [{ label: 'Installation type', value: facts.installationType }]),
    ...(facts.edition === null ? [] : [{ label: 'Edition', value: facts.edition }]),
  ];
  return { expected, evidence, ...kindOf(facts) };
}

function kindOf(facts: OsFacts): Verdict {
  if (facts.platform !== 'win32') {
    const name = systems[facts.platform] ?? facts.platform;
    return fail(`${name}, not Windows`, 'The connector host and its agent are programs for Windows Server.');
  }
  const { build, productType, installationType } = facts;
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
  return { status: 'pass', message: `Windows Server ${releaseOf(build)}, build ${build}` };
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

function releaseOf(build: number): string {
  const known = Object.entries(releases).filter(([, first]) => build >= first);
  return known.at(-1)?.[0] ?? '';
}

function fail(message: string, why: string): Verdict {
  const another = by.server('Use a server with Windows Server 2016 or later, and run the doctor there');
  return { status: 'fail', message, remedy: fix(why, another) };
}
