import * as z from 'zod';
import type { Facts } from '../engine/facts.ts';
import schemas from './facts-schemas.json' with { type: 'json' };
import { checkFactsBy } from './token.ts';

/**
 * Facts that come out of a file, held against the type in their probe's `factsToken<…>()` before anything judges them
 * (decisions: Saved facts). This module is loaded where a report is opened, and never by a live run.
 */

type Shapes = ReadonlyMap<string, z.ZodType>;

let shapes: Shapes | undefined;

/** All at once: they have most parts in common. */
function madeShapes(): Shapes {
  const all = z.fromJSONSchema({
    type: 'object',
    properties: schemas.facts,
    $defs: schemas.$defs,
  } as Parameters<typeof z.fromJSONSchema>[0]);
  if (!(all instanceof z.ZodObject)) throw new Error('the schemas of the facts are no object');
  return new Map(Object.entries(all.shape));
}

/** Looked at once: judges read the same facts many times. The text is the place of the fault. */
const looked = new WeakMap<Facts, Map<string, string | undefined>>();

/** Where facts are not what this probe keeps: `reached.steps.0.ms`; undefined where they are. */
export function wrongFactsAt(
  { schema = '' }: { readonly schema?: string },
  facts: Facts,
): string | undefined {
  const places = looked.get(facts) ?? new Map<string, string | undefined>();
  looked.set(facts, places);
  if (!places.has(schema)) places.set(schema, placeOfFault(schema, facts));
  return places.get(schema);
}

function placeOfFault(schema: string, facts: Facts): string | undefined {
  shapes ??= madeShapes();
  const checked = shapes.get(schema)?.safeParse(facts);
  if (checked === undefined || checked.success) return undefined;
  const [issue] = checked.error.issues;
  return issue?.path.map(String).join('.') || 'usable';
}

/** From here on every reader of facts gets none that are not what their probe keeps. */
export function checkSavedFacts(): void {
  checkFactsBy((schema, facts) => wrongFactsAt({ schema }, facts) === undefined);
}
