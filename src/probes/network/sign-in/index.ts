import { networkSettings, signInHost } from '../../../clients/clouds.ts';
import { levels } from '../../../requirements/requirement.ts';
import { defineNetworkProbe, peerTimesIn } from '../define.ts';
import { collectSignIn } from './collect.ts';
import { networkSignIn } from './facts.ts';
import { judgeSignIn } from './judge.ts';

/** Outbound HTTPS to the sign-in host, by layers: name, connection, proxy, TLS, HTTP. */
export const networkSignInProbe = defineNetworkProbe(networkSignIn, {
  title: 'Reaches Microsoft sign-in',
  levels: levels('required', 'required'),
  requirements: ['NET-02'],
  // PowerShell's start and .NET's answer behind it.
  seconds: 40,
  lane({ settings }) {
    const { host, port } = signInHost(settings);
    return `${host}:${port}`;
  },
  dependsOn: ({ settings }) => ({ ...networkSettings(settings), tenant: settings.tenant.id }),
  peerTimes: ({ reached }) => peerTimesIn([reached]),
  collect: collectSignIn,
  judge: judgeSignIn,
});
