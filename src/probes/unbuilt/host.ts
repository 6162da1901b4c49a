import { levels } from '../../requirements/requirement.ts';
import type { MakeProbe } from '../describe.ts';
import { hostRow } from '../host/row.ts';

/** Probes of the connector host that are still to be built: all but their work. */

export const hostEvents: MakeProbe = (scope) =>
  hostRow(scope, {
    id: 'host.events',
    title: 'No known errors logged',
    levels: levels('info', 'info'),
    requirements: [
      'HOST-08',
      'ERR-01',
      'ERR-02',
      'ERR-05',
      'ERR-06',
      'ERR-07',
      'ERR-08',
      'ERR-09',
      'ERR-10',
      'ERR-14',
      'ERR-16',
      'ERR-17',
    ],
    needs: ['host.installed'],
  });
