import { levels } from '../../../requirements/requirement.ts';
import { defineInstalledHostProbe } from '../define.ts';
import { hostSettings } from '../settings/facts.ts';
import { collectCertificate } from './collect.ts';
import { hostCertificate } from './facts.ts';
import { judgeCertificate } from './judge.ts';

export const hostCertificateProbe = defineInstalledHostProbe(hostCertificate, {
  title: 'Certificate of the host',
  levels: levels('required', 'required'),
  requirements: ['HOST-05', 'HOST-06'],
  uses: [hostSettings],
  collect: collectCertificate,
  judge: judgeCertificate,
});
