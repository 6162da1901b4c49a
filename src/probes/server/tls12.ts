import type { Facts } from '../../engine/facts.ts';
import type { Remedy, Step } from '../../engine/probe.ts';
import { framework } from '../../requirements/framework.ts';
import { levels } from '../../requirements/requirement.ts';
import { by, fix } from '../common/fix.ts';
import { defineWindowsProbe, windowsOf } from '../common/windows.ts';
import { askAll, judgeOpened, opened } from '../common/windows-answers.ts';
import { type AnswersOf, registryKey, valueText } from '../common/windows-questions.ts';
import { factsToken } from '../token.ts';
import { restartNow, startedAt, writtenSinceStart } from './restart.ts';
import { switchAside, switchText, whenSet, whenUnset } from './switch-verdicts.ts';

const { clientKey, serverKey, enabled, disabledByDefault } = framework['TLS-01'].values;

const values = { [enabled]: 'number', [disabledByDefault]: 'number' } as const;
const asked = {
  client: registryKey('TLS 1.2, outgoing', clientKey, values),
  server: registryKey('TLS 1.2, incoming', serverKey, values),
};

export type Tls12Facts = Facts & AnswersOf<typeof asked & typeof switchAside>;

export const serverTls12 = factsToken<Tls12Facts>('server', 'tls12');

export const serverTls12Probe = defineWindowsProbe(serverTls12, {
  title: 'TLS 1.2 for the services',
  levels: levels('info', 'required'),
  requirements: ['TLS-01', 'TLS-04'],
  async collect(context) {
    return { usable: true, ...(await askAll(await windowsOf(context), { ...asked, ...switchAside })) };
  },
  judge({ facts }) {
    const shown = (way: 'client' | 'server', label: string) =>
      [enabled, disabledByDefault].map((name) => ({
        label: `${label} ${name}`,
        value: valueText(asked[way], facts[way], name, 'not set', switchText),
      }));
    const base = {
      expected: `TLS 1.2 on, outgoing and incoming (${enabled} 1, ${disabledByDefault} 0)`,
      evidence: [...shown('client', 'Client'), ...shown('server', 'Server'), ...startedAt(facts.restart)],
    };
    return judgeOpened(asked, facts, base, (keys) => {
      const [client, server] = [switchOf(keys.client), switchOf(keys.server)];
      if (client === 'off')
        return { ...base, status: 'fail', message: 'off for outgoing connections', remedy: remedy(true) };
      if (server === 'off')
        return { ...base, status: 'warn', message: 'off for incoming connections', remedy: remedy(true) };
      const rest = opened(switchAside, facts);
      if (!rest.ok) return { ...base, ...rest.verdict };
      const { version, restart } = rest.values;
      const since = writtenSinceStart(facts.client, restart) || writtenSinceStart(facts.server, restart);
      const both = client === 'on' && server === 'on';
      if (both || (since && (client === 'on' || server === 'on')))
        return whenSet(base, 'on, both ways', since, remedy(false));
      // At least one way is left to Windows.
      const says = {
        since: 'since Windows Server 2016 that means on',
        before: 'on a Windows older than Server 2016 the default is not to be relied upon',
        remedy: remedy(true),
      };
      return whenUnset(base, version.CurrentBuildNumber, says, since);
    });
  },
});

/** How SCHANNEL reads a key: any number but 0 is on; nothing set leaves it to Windows. */
function switchOf(key: Readonly<Record<string, number | undefined>>): 'on' | 'off' | 'default' {
  const { [enabled]: on, [disabledByDefault]: byDefault = 0 } = key;
  if (on === 0 || byDefault !== 0) return 'off';
  return on === undefined ? 'default' : 'on';
}

function switchOn(key: string): readonly Step[] {
  const connections = `${key.endsWith('Client') ? 'outgoing' : 'incoming'} connections`;
  const add = (name: string, data: number): Step =>
    by.server(`Set ${name} for ${connections}`, `reg add "${key}" /v ${name} /t REG_DWORD /d ${data} /f`);
  return [add(enabled, 1), add(disabledByDefault, 0)];
}

/** TLS 1.2 on for outgoing connections; works after a restart. */
export const outgoingTls12Steps: readonly Step[] = switchOn(clientKey);

function remedy(set: boolean): Remedy {
  return fix(
    'The agent speaks TLS 1.2 with Microsoft. Windows reads these values when it starts.',
    ...(set ? [...outgoingTls12Steps, ...switchOn(serverKey)] : []),
    restartNow,
  );
}
