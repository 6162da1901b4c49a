import { networkSettings } from '../../../clients/clouds.ts';
import { levels } from '../../../requirements/requirement.ts';
import { defineProbe } from '../../define.ts';
import { collectProxy } from './collect.ts';
import { networkProxy } from './facts.ts';
import { judgeProxy } from './judge.ts';

/** Is there a way out, and does it work for services? The only probe that tries a proxy's password. */
export const networkProxyProbe = defineProbe(networkProxy, {
  title: 'Way out',
  levels: levels('required', 'required'),
  requirements: ['NET-07', 'NET-09'],
  seconds: 20,
  dependsOn: ({ settings }) => networkSettings(settings),
  sends: ({ settings }) =>
    settings.network.proxy?.password === undefined
      ? []
      : [{ key: 'network.proxy.password', label: 'the password for the proxy' }],
  lockout: ({ settings }) => settings.network.proxy?.user !== undefined,
  mayBeRefused: true,
  collect: collectProxy,
  judge: judgeProxy,
});
