import { expect, it } from 'vitest';
import { groupEvents } from '../../../../src/probes/host/events/groups.ts';
import { classicEvent } from '../../../beds/event-xml.ts';

it('events whose texts take long leave the deadline its turn', async () => {
  // Each takes milliseconds to be freed of what could be a secret; all of them a second and more.
  const xml = classicEvent({ provider: 'ECMA2Host', data: ['password \t'.repeat(1600)] });
  const events = Array.from({ length: 200 }, () => ({ log: 'x', xml }));
  const deadline = new AbortController();
  let seen = 0;
  const wanted = () => {
    if (seen === 0) setImmediate(() => deadline.abort());
    seen += 1;
    return true;
  };
  await expect(groupEvents(events, wanted, deadline.signal)).rejects.toThrow();
  expect(seen).toBeLessThan(events.length);
});
