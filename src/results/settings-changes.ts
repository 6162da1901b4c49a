import type { Json } from '../base/json.ts';

const mostNamed = 3;

/** What the checks of a run are about; answers, waivers and deadlines are not. */
const parts = ['tenant', 'network', 'host', 'connectors'];

/**
 * Keys whose values differ between the settings of two reports, the first few: `tenant.id`, `connectors.HR.target.sql.server`.
 * What only one of them has says nothing: another version may have made it.
 */
export function settingsChanges(now: Json, before: Json): readonly string[] {
  const found = parts.flatMap((part) => differing(memberOf(now, part), memberOf(before, part), part));
  return found.length > mostNamed
    ? [...found.slice(0, mostNamed), `${found.length - mostNamed} more`]
    : found;
}

function differing(now: Json | undefined, before: Json | undefined, path: string): readonly string[] {
  if (now === undefined || before === undefined) return [];
  const [ones, others] = [byName(now), byName(before)];
  if (!isObject(ones) || !isObject(others))
    return JSON.stringify(now) === JSON.stringify(before) ? [] : [path];
  return Object.keys(ones).flatMap((key) =>
    differing(memberOf(ones, key), memberOf(others, key), `${path}.${key}`),
  );
}

type JsonObject = Readonly<Record<string, Json>>;

/** Connectors are told apart by their names, whatever their order. */
function byName(value: Json): Json {
  if (!Array.isArray(value) || value.length === 0) return value;
  const named = value.flatMap((item: Json) => {
    const name = memberOf(item, 'name');
    return typeof name === 'string' ? [[name, item] as const] : [];
  });
  return named.length === value.length ? Object.fromEntries(named) : value;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function memberOf(value: Json, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
