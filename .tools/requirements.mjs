// Prints every value of the requirements, a line each: id, level in both releases, state after the last check, value,
// page, its date, probes. For the next comparison with Microsoft's pages; --counts prints the rows by state alone.

import { catalogue } from '../src/probes/index.ts';
import { requirements } from '../src/requirements/index.ts';
import { lastCheck, stateOf } from '../src/requirements/last-check.ts';
import { defaultSettings } from '../src/settings/default-settings.ts';

const letters = { required: 'R', restricted: 'X', recommended: 'C', info: 'I', 'not-applicable': '-' };
const probes = catalogue(defaultSettings);

const text = (value) =>
  Array.isArray(value)
    ? value.map(text).join(', ')
    : typeof value === 'object' && value !== null
      ? Object.entries(value)
          .map(([name, one]) => `${name} ${text(one)}`)
          .join('; ')
      : String(value);

function linesOf(requirement) {
  const { id, levels, statement, values = {}, valuesFrom = {}, source, background } = requirement;
  const level = `${letters[levels['preview-2021']]}/${letters[levels.ga]}`;
  const looking = probes.filter(({ requirements: ids }) => ids.includes(id)).map((probe) => probe.id);
  const by = looking.length > 0 ? looking.join(' ') : `(${background ?? 'none'})`;
  const line = (value, { page, date }) => [id, level, stateOf(requirement), value, page, date, by].join('\t');
  const named = Object.entries(values);
  if (named.length === 0) return [line(statement, source)];
  return named.map(([name, value]) => line(`${name} = ${text(value)}`, valuesFrom[name] ?? source));
}

function countLines() {
  const counts = new Map();
  for (const one of requirements) counts.set(stateOf(one), (counts.get(stateOf(one)) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${state}\t${count}`);
}

const head = `# checked ${lastCheck.on}: id, level (preview/GA), state, value, page, date of the page, probes`;
const lines = process.argv.includes('--counts') ? countLines() : [head, ...requirements.flatMap(linesOf)];
process.stdout.write(`${lines.join('\n')}\n`);
