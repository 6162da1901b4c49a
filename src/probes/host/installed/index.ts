import { levels } from '../../../requirements/requirement.ts';
import { serverOs } from '../../server/os.ts';
import { defineHostProbe } from '../define.ts';
import { collectInstalled } from './collect.ts';
import { hostInstalled } from './facts.ts';
import { judgeInstalled } from './judge.ts';

export const hostInstalledProbe = defineHostProbe(hostInstalled, {
  title: 'Connector host installed',
  levels: levels('info', 'info'),
  requirements: ['HOST-01', 'HOST-22'],
  needs: [serverOs],
  collect: collectInstalled,
  judge: judgeInstalled,
});
