import { defined } from '../../base/defined.ts';
import { type Graph, type GraphAnswer, text } from './graph.ts';

/**
 * One property of the tenant's organization (`GET /organization`, a collection of exactly one). Null where Graph
 * gives none: it does so, with status 200, to who may not read it.
 */
export async function organization(
  graph: Graph,
  property: 'countryLetterCode' | 'tenantType',
): Promise<GraphAnswer<string | null>> {
  const answer = await graph.all(`/v1.0/organization?$select=id,${property}`);
  if (!answer.ok) return answer;
  const about = defined({ reached: answer.reached });
  const [one, ...more] = answer.value;
  if (one === undefined || more.length > 0) return { ...about, ok: false, problem: { kind: 'odd' } };
  return { ...about, ok: true, value: text(one[property], 20) ?? null };
}
