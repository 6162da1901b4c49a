import { levels } from '../../../requirements/requirement.ts';
import { defineHostProbe } from '../define.ts';
import { hostInstalled } from '../installed/facts.ts';
import { collectEvents } from './collect.ts';
import { hostEvents } from './facts.ts';
import { judgeEvents } from './judge.ts';

/**
 * Recent errors of the host and of the agent in the event logs, matched with known causes. Before the host is
 * installed, those of an installation that failed.
 */
export const hostEventsProbe = defineHostProbe(hostEvents, {
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
    'ERR-11',
    'ERR-13',
    'ERR-14',
    'ERR-16',
    'ERR-17',
    'ERR-18',
    'ERR-20',
    'ERR-21',
    'ERR-24',
  ],
  needs: [hostInstalled],
  collect: collectEvents,
  judge: judgeEvents,
});
