import { expect, it } from 'vitest';
import { goldenFile, recordedAreas } from './recorded.ts';
import { verdictsOf } from './replay.ts';

/** `npm run renew` writes the files anew, after a change of words or rulings that is wanted. */
it.each(recordedAreas())('%s: every recorded fact gives the verdict that is written down', async (area) => {
  await expect(verdictsOf(area)).toMatchFileSnapshot(goldenFile(area));
});
