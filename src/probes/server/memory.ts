import type { Facts } from '../../engine/facts.ts';
import type { Memory } from '../../platform/types.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import { by, fix } from '../common/fix.ts';
import { defineProbe } from '../define.ts';
import { factsToken } from '../token.ts';

export interface MemoryFacts extends Facts {
  /** Bytes that the system can use now. */
  readonly visible: number;
  readonly visibleSource: string;
  /** Bytes that are installed, where the firmware's list could be read. */
  readonly modules: Memory['modules'];
  /** The driver of dynamic memory, where one runs. */
  readonly balloon?: string;
}

export const serverMemory = factsToken<MemoryFacts>('server', 'memory');

const { bytes: asked, visibleBytes: visibleEnough } = requirement('OS-03').values;
const advised = requirement('OS-04').values.bytes;

export const serverMemoryProbe = defineProbe(serverMemory, {
  title: 'At least 3 GB of memory',
  levels: levels('required', 'required'),
  requirements: ['OS-03', 'OS-04'],
  seconds: 15,
  mayBeRefused: true,
  async collect(context, signal) {
    return { ...(await context.platform.memory(signal)), usable: true };
  },
  judge({ facts }) {
    const { visible, modules } = facts;
    // Less than what is visible cannot be installed: such a list is wrong and is not used.
    const installed = modules !== null && modules.bytes >= visible ? modules.bytes : null;
    const total = installed ?? visible;
    const base = {
      expected: '3 GB or more',
      evidence: [
        { label: 'Visible', value: `${gib(visible)} (${visible} bytes, ${facts.visibleSource})` },
        {
          label: 'Installed',
          value:
            modules === null
              ? 'the list of memory modules cannot be read here'
              : `${gib(modules.bytes)} (${modules.bytes} bytes, ${modules.source})`,
        },
      ],
    };
    if (!(visible > 0)) {
      const found = `${visible} bytes by ${facts.visibleSource}: no number that can be`;
      return { ...base, status: 'unknown', message: 'how much there is was not told', found };
    }
    const enough = total >= (installed === null ? visibleEnough : asked);
    if (!enough && facts.balloon === undefined)
      return { ...base, status: 'fail', message: gib(total), found: gib(total), remedy: more };
    if (visible < visibleEnough)
      return {
        ...base,
        status: 'warn',
        message: enough ? `${gib(visible)} now, ${gib(total)} installed` : `${gib(visible)} now, dynamic`,
        found: 'the system has less than 3 GB at this moment, as with dynamic memory',
        remedy: more,
      };
    if (total >= advised) return { ...base, status: 'pass', message: gib(total) };
    const found = `${gib(total)}; the documents of the agent advise 4 GB`;
    return { ...base, status: 'pass', message: gib(total), found };
  },
});

const more = fix(
  'The connector host keeps all users of a target in memory while it imports them.',
  by.server('Give the server 4 GB of memory or more (with dynamic memory: as its minimum), then restart it'),
);

function gib(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GB`;
}
