import type { JudgeInput, Remedy, Verdict } from '../../engine/probe.ts';
import { dwordIn, textIn } from '../../platform/windows/registry-value.ts';
import type { RegistryKey, WindowsAnswer } from '../../platform/windows/types.ts';
import { framework } from '../../requirements/framework.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { onWindows, refused, unanswered, type WindowsFacts, windowsOf } from '../common/windows.ts';

export interface PowershellPolicyFacts extends WindowsFacts {
  /** Scope MachinePolicy and UserPolicy: group policy. */
  readonly machinePolicy: WindowsAnswer<RegistryKey>;
  readonly userPolicy: WindowsAnswer<RegistryKey>;
  /** Scope LocalMachine: what Set-ExecutionPolicy sets. */
  readonly localMachine: WindowsAnswer<RegistryKey>;
}

const { policyKeys, localKey, allowed } = framework['PS-01'].values;
const policyNames = ['EnableScripts', 'ExecutionPolicy'];

export const serverPowershellPolicy = onWindows<PowershellPolicyFacts>({
  id: 'server.powershell-policy',
  title: 'PowerShell policy fits',
  levels: levels('info', 'required'),
  requirements: ['PS-01', 'PS-02'],
  work: {
    async collect(context) {
      const windows = await windowsOf(context);
      const [machinePolicy, userPolicy, localMachine] = await Promise.all([
        windows.registry(policyKeys.machine, policyNames),
        windows.registry(policyKeys.user, policyNames),
        windows.registry(localKey, ['ExecutionPolicy']),
      ]);
      const answers = {
        'PowerShell policy of the machine': machinePolicy,
        'PowerShell policy of the user': userPolicy,
      };
      return { usable: true, machinePolicy, userPolicy, localMachine, ...refused(answers) };
    },
    judge: judgePowershellPolicy,
  },
});

/** How Windows PowerShell reads group policy: scripts forbidden is Restricted, no switch is Undefined. */
function ofPolicy(key: WindowsAnswer<RegistryKey>): string {
  const scripts = dwordIn(key, 'EnableScripts');
  if (scripts === 0) return 'Restricted';
  return scripts === undefined ? 'Undefined' : (textIn(key, 'ExecutionPolicy') ?? 'Undefined');
}

export function judgePowershellPolicy({
  facts,
  settings,
}: JudgeInput<Settings, PowershellPolicyFacts>): Verdict {
  const expected = `group policy says ${allowed.join(' or ')}`;
  const refusal =
    unanswered('the PowerShell policy of the machine', facts.machinePolicy) ??
    unanswered('the PowerShell policy of this user', facts.userPolicy);
  if (refusal) return { ...refusal, expected };
  const scopes = { MachinePolicy: ofPolicy(facts.machinePolicy), UserPolicy: ofPolicy(facts.userPolicy) };
  const local = textIn(facts.localMachine, 'ExecutionPolicy') ?? 'Undefined';
  const base = {
    expected,
    evidence: [
      ...Object.entries(scopes).map(([label, value]) => ({ label, value })),
      { label: 'LocalMachine', value: local },
    ],
  };
  const [wrong] = Object.entries(scopes).filter(([, policy]) => !fits(policy));
  if (wrong !== undefined)
    return { ...base, status: 'fail', message: `${wrong[0]} says ${wrong[1]}`, remedy: changePolicy };
  const connector = settings.connectors.find(({ library }) => library === 'generic-powershell');
  const unseen = unanswered('the PowerShell policy of LocalMachine', facts.localMachine);
  const byPolicy = scopes.MachinePolicy !== 'Undefined' || scopes.UserPolicy !== 'Undefined';
  if (connector !== undefined && !byPolicy && (same(local, 'Restricted') || same(local, 'AllSigned')))
    return {
      ...base,
      status: 'fail',
      message: `LocalMachine says ${local}`,
      expected: 'a policy that lets scripts run, for instance RemoteSigned',
      found: `the scripts of connector ${connector.name} would not run`,
      remedy: allowScripts,
    };
  if (connector !== undefined && !byPolicy && unseen !== undefined) return { ...base, ...unseen };
  const set = Object.entries(scopes).find(([, policy]) => policy !== 'Undefined');
  return { ...base, status: 'pass', message: set ? `${set[0]} says ${set[1]}` : 'not set by group policy' };
}

function fits(policy: string): boolean {
  return allowed.some((one) => same(one, policy));
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

const changePolicy: Remedy = {
  why: "The agent's wizard registers through PowerShell. Microsoft's documents allow these two policies only; Unrestricted is known to break the registration.",
  steps: [
    {
      text: 'Find the policy: Computer (or User) Configuration, Administrative Templates, Windows Components, Windows PowerShell, "Turn on Script Execution" (in the page policy.html that this makes here)',
      command: 'gpresult.exe /h policy.html /f',
      owner: 'server',
    },
    {
      text: 'Set it to "Not configured", or to "Allow local scripts and remote signed scripts"',
      owner: 'server',
    },
    { text: 'Fetch the policy anew', command: 'gpupdate.exe /force', owner: 'server' },
  ],
  links: [],
};

const allowScripts: Remedy = {
  why: 'The PowerShell connector runs scripts that you wrote.',
  steps: [
    {
      text: 'Allow local scripts (as administrator)',
      command: 'powershell -Command "Set-ExecutionPolicy RemoteSigned -Scope LocalMachine -Force"',
      owner: 'server',
    },
  ],
  links: [],
};
