import type { Facts } from '../../engine/facts.ts';
import { framework } from '../../requirements/framework.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import { by, fix } from '../common/fix.ts';
import { defineWindowsProbe, windowsOf } from '../common/windows.ts';
import { askAll, judgeOpened, opened } from '../common/windows-answers.ts';
import { type AnswersOf, registryKey, valueText } from '../common/windows-questions.ts';
import { hostSettings, type SettingsFacts } from '../host/settings/facts.ts';
import { factsToken } from '../token.ts';

const { policyKeys, localKey, allowed } = framework['PS-01'].values;

const { policy, box } = requirement('PSC-02').values;

const policyValues = { EnableScripts: 'number', ExecutionPolicy: 'text' } as const;
/** Scopes MachinePolicy and UserPolicy: group policy. */
const asked = {
  machinePolicy: registryKey('the PowerShell policy of the machine', policyKeys.machine, policyValues),
  userPolicy: registryKey('the PowerShell policy of this user', policyKeys.user, policyValues),
};
/** Scope LocalMachine: what Set-ExecutionPolicy sets. It counts where scripts of a connector run by it. */
const aside = {
  localMachine: registryKey('the PowerShell policy of LocalMachine', localKey, { ExecutionPolicy: 'text' }),
};

export type PowershellPolicyFacts = Facts & AnswersOf<typeof asked & typeof aside>;

export const serverPowershellPolicy = factsToken<PowershellPolicyFacts>('server', 'powershell-policy');

export const serverPowershellPolicyProbe = defineWindowsProbe(serverPowershellPolicy, {
  title: 'PowerShell policy fits',
  levels: levels('recommended', 'required'),
  requirements: ['PS-01', 'PS-02', 'PSC-02'],
  uses: [hostSettings],
  async collect(context) {
    return { usable: true, ...(await askAll(await windowsOf(context), { ...asked, ...aside })) };
  },
  judge({ facts, settings, uses }) {
    const expected = `group policy says ${allowed.join(' or ')}`;
    const local = {
      label: 'LocalMachine',
      value: valueText(aside.localMachine, facts.localMachine, 'ExecutionPolicy', 'Undefined'),
    };
    const bare = { expected, evidence: [local] };
    return judgeOpened(asked, facts, bare, ({ machinePolicy, userPolicy }) => {
      const scopes = [
        { label: 'MachinePolicy', value: policyIn(machinePolicy) },
        { label: 'UserPolicy', value: policyIn(userPolicy) },
      ];
      const base = { expected, evidence: [...scopes, local] };
      const wrong = scopes.find(({ value }) => !isOneOf(allowed, value));
      if (wrong !== undefined)
        return {
          ...base,
          status: 'fail',
          message: `${wrong.label} says ${wrong.value}`,
          remedy: changePolicy,
        };
      const connector = settings.connectors.find(({ library }) => library === 'generic-powershell');
      // RemoteSigned is the one policy that both the agent's registration and unsigned scripts bear.
      const note = connector && {
        found: `for connector ${connector.name}, ${policy} is the one policy that its scripts and the agent's registration both bear: Unrestricted by group policy breaks the registration`,
      };
      const set = scopes.find(({ value }) => value !== 'Undefined');
      if (set !== undefined)
        return { ...base, status: 'pass', message: `${set.label} says ${set.value}`, ...note };
      const unset = { ...base, status: 'pass', message: 'not set by group policy', ...note } as const;
      if (connector === undefined) return unset;
      const rest = opened(aside, facts);
      if (!rest.ok) return { ...base, ...rest.verdict };
      const own = rest.values.localMachine.ExecutionPolicy;
      if (own === undefined || !isOneOf(['Restricted', 'AllSigned'], own)) return unset;
      const signed = signedOnly(uses.of(hostSettings), connector.name);
      if (isOneOf(['AllSigned'], own) && signed === true)
        return {
          ...unset,
          message: `LocalMachine says ${own}`,
          found: `the connector ${connector.name} is set to take signed scripts only ("${box}")`,
        };
      return {
        ...base,
        status: 'fail',
        message: `LocalMachine says ${own}`,
        expected: 'a policy that lets scripts run, for instance RemoteSigned',
        found: `the scripts of connector ${connector.name} would not run`,
        remedy: allowScripts,
      };
    });
  },
});

/** The tick in the wizard; undefined where the host's configuration was not read. */
function signedOnly(facts: SettingsFacts | undefined, name: string): boolean | undefined {
  return facts?.connectors.find((one) => one.name.toLowerCase() === name.toLowerCase())?.boxes?.signedOnly;
}

/** How Windows PowerShell reads group policy: scripts forbidden is Restricted, no switch is Undefined. */
function policyIn(key: {
  readonly EnableScripts: number | undefined;
  readonly ExecutionPolicy: string | undefined;
}): string {
  if (key.EnableScripts === 0) return 'Restricted';
  return (key.EnableScripts === undefined ? undefined : key.ExecutionPolicy) ?? 'Undefined';
}

function isOneOf(policies: readonly string[], policy: string): boolean {
  return policies.some((one) => one.toLowerCase() === policy.toLowerCase());
}

const changePolicy = fix(
  "The agent's wizard registers through PowerShell. Microsoft's documents allow these two policies only; Unrestricted is known to break the registration.",
  by.server(
    'Find the policy: Computer (or User) Configuration, Administrative Templates, Windows Components, Windows PowerShell, "Turn on Script Execution" (in the page policy.html that this makes here)',
    'gpresult.exe /h policy.html /f',
  ),
  by.server('Set it to "Not configured", or to "Allow local scripts and remote signed scripts"'),
  by.server('Fetch the policy anew', 'gpupdate.exe /force'),
);

const allowScripts = fix(
  'The PowerShell connector runs scripts that you wrote.',
  by.server(
    'Allow local scripts (as administrator)',
    'powershell -Command "Set-ExecutionPolicy RemoteSigned -Scope LocalMachine -Force"',
  ),
);
