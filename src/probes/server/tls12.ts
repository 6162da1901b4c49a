import type { JudgeInput, Remedy, Step, Verdict } from '../../engine/probe.ts';
import { dwordIn } from '../../platform/windows/registry-value.ts';
import type { RegistryKey, Restart, WindowsAnswer } from '../../platform/windows/types.ts';
import { framework } from '../../requirements/framework.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { onWindows, refused, unanswered, type WindowsFacts, windowsOf } from '../common/windows.ts';
import { restartNow, startedAt, writtenSinceStart } from './restart.ts';
import { buildName, dwordText, versionKey, whenSet, whenUnset } from './settled.ts';

export interface Tls12Facts extends WindowsFacts {
  readonly client: WindowsAnswer<RegistryKey>;
  readonly server: WindowsAnswer<RegistryKey>;
  readonly version: WindowsAnswer<RegistryKey>;
  readonly restart: WindowsAnswer<Restart>;
}

const { clientKey, serverKey, enabled, disabledByDefault } = framework['TLS-01'].values;

export const serverTls12 = onWindows<Tls12Facts>({
  id: 'server.tls12',
  title: 'TLS 1.2 for the services',
  levels: levels('info', 'required'),
  requirements: ['TLS-01', 'TLS-04'],
  work: {
    async collect(context) {
      const windows = await windowsOf(context);
      const names = [enabled, disabledByDefault];
      const [client, server, version, restart] = await Promise.all([
        windows.registry(clientKey, names),
        windows.registry(serverKey, names),
        windows.registry(versionKey, [buildName]),
        windows.restart(),
      ]);
      const notSeen = refused({ 'TLS 1.2, outgoing': client, 'TLS 1.2, incoming': server });
      return { usable: true, client, server, version, restart, ...notSeen };
    },
    judge: judgeTls12,
  },
});

/** How SCHANNEL reads a key: any number but 0 is on; nothing set leaves it to Windows. */
type Switch = 'on' | 'off' | 'default';

function switchOf(key: WindowsAnswer<RegistryKey>): Switch {
  const on = dwordIn(key, enabled);
  const byDefault = dwordIn(key, disabledByDefault);
  if (on === 0 || (byDefault !== undefined && byDefault !== 0)) return 'off';
  return on === undefined ? 'default' : 'on';
}

export function judgeTls12({ facts }: JudgeInput<Settings, Tls12Facts>): Verdict {
  const expected = `TLS 1.2 on, outgoing and incoming (${enabled} 1, ${disabledByDefault} 0)`;
  const refusal =
    unanswered('TLS 1.2, outgoing', facts.client) ?? unanswered('TLS 1.2, incoming', facts.server);
  if (refusal) return { ...refusal, expected };
  const [client, server] = [switchOf(facts.client), switchOf(facts.server)];
  const base = {
    expected,
    evidence: [
      ...values('Client', facts.client),
      ...values('Server', facts.server),
      ...startedAt(facts.restart),
    ],
  };
  if (client === 'off')
    return { ...base, status: 'fail', message: 'off for outgoing connections', remedy: remedy(true) };
  if (server === 'off')
    return { ...base, status: 'warn', message: 'off for incoming connections', remedy: remedy(true) };
  const since =
    writtenSinceStart(facts.client, facts.restart) || writtenSinceStart(facts.server, facts.restart);
  const both = client === 'on' && server === 'on';
  if (both || (since && (client === 'on' || server === 'on')))
    return whenSet(base, 'on, both ways', since, remedy(false));
  // At least one way is left to Windows.
  const says = {
    since: 'since Windows Server 2016 that means on',
    before: 'on a Windows older than Server 2016 the default is not to be relied upon',
    remedy: remedy(true),
  };
  return whenUnset(base, facts.version, says, since);
}

function values(way: string, key: WindowsAnswer<RegistryKey>): { label: string; value: string }[] {
  return [enabled, disabledByDefault].map((name) => ({
    label: `${way} ${name}`,
    value: dwordText(key, name),
  }));
}

function switchOn(key: string): readonly Step[] {
  const add = (name: string, data: number): Step => ({
    text: `Set ${name} for ${key.endsWith('Client') ? 'outgoing' : 'incoming'} connections`,
    command: `reg add "${key}" /v ${name} /t REG_DWORD /d ${data} /f`,
    owner: 'server',
  });
  return [add(enabled, 1), add(disabledByDefault, 0)];
}

/** TLS 1.2 on for outgoing connections; works after a restart. */
export const outgoingTls12Steps: readonly Step[] = switchOn(clientKey);

function remedy(set: boolean): Remedy {
  const steps = [...outgoingTls12Steps, ...switchOn(serverKey)];
  return {
    why: 'The agent speaks TLS 1.2 with Microsoft. Windows reads these values when it starts.',
    steps: [...(set ? steps : []), restartNow],
    links: [],
  };
}
