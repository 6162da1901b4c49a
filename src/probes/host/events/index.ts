import { levels } from '../../../requirements/requirement.ts';
import { defineHostProbe } from '../define.ts';
import { hostInstalled } from '../installed/facts.ts';
import { collectEvents } from './collect.ts';
import { hostEvents } from './facts.ts';
import { judgeEvents } from './judge.ts';
import { errorIds } from './known-errors/index.ts';

/**
 * Recent errors of the host and of the agent in the event logs, matched with known causes. Before the host is
 * installed, those of an installation that failed.
 */
export const hostEventsProbe = defineHostProbe(hostEvents, {
  title: 'No known errors logged',
  levels: levels('info', 'info'),
  requirements: ['HOST-08', ...errorIds],
  needs: [hostInstalled],
  collect: collectEvents,
  judge: judgeEvents,
});
