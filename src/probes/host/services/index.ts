import { isManaged } from '../../../clients/host/service-account.ts';
import { findServices } from '../../../clients/host/services.ts';
import { levels } from '../../../requirements/requirement.ts';
import { windowsOf } from '../../common/windows.ts';
import { defineInstalledHostProbe } from '../define.ts';
import { hostServices } from './facts.ts';
import { judgeServices } from './judge.ts';
import { kerberosPolicy, supportedTypes } from './kerberos.ts';

export const hostServicesProbe = defineInstalledHostProbe(hostServices, {
  title: 'Services running',
  levels: levels('required', 'required'),
  requirements: ['HOST-03', 'HOST-21'],
  async collect(context) {
    const windows = await windowsOf(context);
    const found = await findServices(windows);
    const usable = found.host.state === 'seen' && found.host.value.state === 'running';
    const managed = [found.host, found.agent].some(
      (one) => one.state === 'seen' && isManaged(one.value.account),
    );
    return {
      usable,
      ...found,
      ...(managed ? { kerberosTypes: await windows.registry(kerberosPolicy, [supportedTypes]) } : {}),
    };
  },
  judge: judgeServices,
});
