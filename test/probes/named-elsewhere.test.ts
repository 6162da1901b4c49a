import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { areas } from '../../src/probes/areas.ts';
import { catalogue } from '../../src/probes/index.ts';
import { defaultSettings } from '../../src/settings/default-settings.ts';

/** Words for the reader that go by a row's id: where no token can be asked, a renamed probe must not lose them. */
const root = join(import.meta.dirname, '../..');
const files = globSync(
  [
    'src/report/explanations.ts',
    'src/results/{brief-fault,readiness-sentence}.ts',
    'src/probes/host/events/known-errors/*.ts',
  ],
  { cwd: root },
);
const ids = new Set(catalogue(defaultSettings).map(({ id }) => id));
const named = new RegExp(`'((?:${Object.keys(areas).join('|')})\\.[a-z0-9-]+)'`, 'g');

test.each(files)('%s names only probes that there are', (file) => {
  const found = [...readFileSync(join(root, file), 'utf8').matchAll(named)].flatMap(([, id]) => id ?? []);
  expect(found.filter((id) => !ids.has(id))).toEqual([]);
});

test('each of these lists is looked at', () => {
  expect(files.length).toBeGreaterThan(5);
});
