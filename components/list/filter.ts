import type { DoctorRow } from '../../src/doctor/view.ts';
import { areaName, ownerName, reasonName } from '../../src/results/names.ts';
import { statusWord } from '../../src/results/status-words.ts';
import { statusLabel } from './status-label.ts';

/** Filter words: `ldap fail`, or with a field in front: `area:ldap state:fail owner:network`. All must match. */

type Field = 'area' | 'state' | 'owner' | 'any';

const fields: Readonly<Record<string, Field>> = {
  area: 'area',
  state: 'state',
  status: 'state',
  is: 'state',
  owner: 'owner',
};

function texts(row: DoctorRow): Readonly<Record<Field, string>> {
  const area = [row.area, areaName(row.area), row.connector, row.subject].join(' ');
  const reason = row.reason === undefined ? '' : `${row.reason} ${reasonName(row.reason)}`;
  const state = [
    row.status,
    statusWord(row.status),
    // The word that stands in the row.
    statusLabel(row).word,
    reason,
    row.watched && 'watched',
    ...(row.compared?.sides ?? []).map((side) => side?.status ?? 'absent'),
  ].join(' ');
  const owner = (row.remedy?.steps ?? [])
    .map((step) => (step.owner === undefined ? '' : `${step.owner} ${ownerName(step.owner)}`))
    .join(' ');
  const words = [
    row.id,
    row.title,
    row.message,
    row.found,
    row.level,
    ...row.requirements,
    ...(row.compared?.sides ?? []).map((side) => side?.message),
  ].join(' ');
  return { area, state, owner, any: [words, area, state, owner].join(' ') };
}

/** Stands for a blank inside a word of the rows: "not set", "timed out". */
const joint = '\u00a0';
const phrases = ['not set', 'timed out'] as const;

function phrased(text: string): string {
  return phrases.reduce(
    (rest, phrase) => rest.replaceAll(`:${phrase}`, `:${phrase.replace(' ', joint)}`),
    text,
  );
}

/** A test of rows for a filter text; undefined when the text has no words. */
export function makeFilter(text: string): ((row: DoctorRow) => boolean) | undefined {
  const words = phrased(text.toLowerCase())
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((part) => part.replaceAll(joint, ' '))
    .map((word): { field: Field; text: string } => {
      const colon = word.indexOf(':');
      const field = colon > 0 ? fields[word.slice(0, colon)] : undefined;
      return field === undefined ? { field: 'any', text: word } : { field, text: word.slice(colon + 1) };
    });
  if (words.length === 0) return undefined;
  return (row) => {
    const haystack = texts(row);
    return words.every((word) => haystack[word.field].toLowerCase().includes(word.text));
  };
}
