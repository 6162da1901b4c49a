import { findServices } from '../../../clients/host/services.ts';
import { levels } from '../../../requirements/requirement.ts';
import { windowsOf } from '../../common/windows.ts';
import { defineInstalledHostProbe } from '../define.ts';
import { hostServices } from './facts.ts';
import { judgeServices } from './judge.ts';

export const hostServicesProbe = defineInstalledHostProbe(hostServices, {
  title: 'Services running',
  levels: levels('required', 'required'),
  requirements: ['HOST-03', 'HOST-21'],
  async collect(context) {
    const found = await findServices(await windowsOf(context));
    const usable = found.host.state === 'seen' && found.host.value.state === 'running';
    return { usable, ...found };
  },
  judge: judgeServices,
});
