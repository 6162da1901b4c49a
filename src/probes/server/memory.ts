import type { Facts } from '../../engine/facts.ts';
import type { JudgeInput, Verdict } from '../../engine/probe.ts';
import type { Memory } from '../../platform/types.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { describeProbe } from '../describe.ts';

export interface MemoryFacts extends Facts {
  /** Bytes that the system can use now. */
  readonly visible: number;
  readonly visibleSource: string;
  /** Bytes that are installed, where the firmware's list could be read. */
  readonly modules: Memory['modules'];
  /** The driver of dynamic memory, where one runs. */
  readonly balloon?: string;
}

const { bytes: asked, visibleBytes: visibleEnough } = requirement('OS-03').values;
const advised = requirement('OS-04').values.bytes;

export const serverMemory = describeProbe({
  id: 'server.memory',
  title: 'At least 3 GB of memory',
  levels: levels('required', 'required'),
  requirements: ['OS-03', 'OS-04'],
  seconds: 15,
  work: {
    async collect(context, signal) {
      return { ...(await context.platform.memory(signal)), usable: true };
    },
    judge,
  },
});

function judge({ facts }: JudgeInput<Settings, MemoryFacts>): Verdict {
  const { visible, modules } = facts;
  // Less than what is visible cannot be installed: such a list is wrong and is not used.
  const installed = modules !== null && modules.bytes >= visible ? modules.bytes : null;
  const total = installed ?? visible;
  const evidence = [
    { label: 'Visible', value: `${gib(visible)} (${visible} bytes, ${facts.visibleSource})` },
    modules === null
      ? { label: 'Installed', value: 'the list of memory modules cannot be read here' }
      : {
          label: 'Installed',
          value: `${gib(modules.bytes)} (${modules.bytes} bytes, ${modules.source})`,
        },
  ];
  const base = { expected: '3 GB or more', evidence };
  const enough = total >= (installed === null ? visibleEnough : asked);
  if (!enough && facts.balloon === undefined) {
    return { ...base, status: 'fail', message: gib(total), found: gib(total), remedy: more };
  }
  if (visible < visibleEnough) {
    return {
      ...base,
      status: 'warn',
      message: enough ? `${gib(visible)} now, ${gib(total)} installed` : `${gib(visible)} now, dynamic`,
      found: 'the system has less than 3 GB at this moment, as with dynamic memory',
      remedy: more,
    };
  }
  if (total < advised) {
    return {
      ...base,
      status: 'pass',
      message: gib(total),
      found: `${gib(total)}; the documents of the agent advise 4 GB`,
    };
  }
  return { ...base, status: 'pass', message: gib(total) };
}

const more = {
  why: 'The connector host keeps all users of a target in memory while it imports them.',
  steps: [
    {
      text: 'Give the server 4 GB of memory or more (with dynamic memory: as its minimum), then restart it',
      owner: 'server' as const,
    },
  ],
  links: [],
};

function gib(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GB`;
}
