import { type Graph, type Looked, text } from './graph.ts';

/**
 * One property of the tenant's organization (`GET /organization`, a collection of exactly one). Null where Graph
 * gives none: it does so, with status 200, to who may not read it.
 */
export async function organization(
  graph: Graph,
  property: 'countryLetterCode' | 'tenantType',
): Promise<Looked<string | null>> {
  const looked = await graph.all(`/v1.0/organization?$select=id,${property}`);
  if (!looked.ok) return looked;
  const about = looked.reached === undefined ? {} : { reached: looked.reached };
  const [one, ...more] = looked.value;
  if (one === undefined || more.length > 0) return { ...about, ok: false, problem: { kind: 'odd' } };
  return { ...about, ok: true, value: text(one[property], 20) ?? null };
}
