import { defined } from '../../base/defined.ts';
import { parseObject } from '../../base/json.ts';
import type { Facts } from '../../engine/facts.ts';
import { type Requested, RetryBudget, request } from '../connection/request.ts';
import type { RouteTo } from '../connection/route.ts';
import { type ConnectionTrace, isReached } from '../connection/trace.ts';
import type { ProbeContext } from '../environment.ts';
import { isPage } from '../sign-in/answer.ts';
import type { Token } from '../sign-in/outcome.ts';
import { leaseToken } from '../sign-in/session.ts';

/** Why Graph's answer does not answer the question. */
export type GraphProblem = {
  /**
   * `signed-out`: there is no good token any more. `denied`: 403. `unauthorized`: 401. `throttled`: it asks to wait
   * longer than there is time. `fault`: 5xx. `page`: a portal or filter. `odd`: not what Graph answers.
   */
  readonly kind:
    | 'signed-out'
    | 'unreached'
    | 'denied'
    | 'unauthorized'
    | 'throttled'
    | 'fault'
    | 'page'
    | 'odd';
  readonly status?: number;
  /** Graph's own code: `Authorization_RequestDenied`. */
  readonly code?: string;
  readonly retryAfter?: number;
};

/** What every row that asks Graph has in its facts. */
export interface GraphFacts extends Facts {
  readonly reached?: ConnectionTrace;
  readonly problem?: GraphProblem;
}

/** What Graph gave, or why not. */
export type GraphAnswer<T> = { readonly reached?: ConnectionTrace } & (
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: GraphProblem }
);

export type Item = Readonly<Record<string, unknown>>;

/** A large tenant's products, with all their plans, are some hundred kB. */
const maxBytes = 4 * 1024 * 1024;
/** Nobody has more than this many pages of what is asked here; a circle of pages must end. */
const maxPages = 20;

/** Reads Graph for one attempt, with one token. */
export class Graph {
  readonly #context: ProbeContext;
  readonly #routeTo: RouteTo;
  readonly #signal: AbortSignal;
  readonly #token: Token | undefined;
  readonly #budget = new RetryBudget();

  private constructor(
    context: ProbeContext,
    token: Token | undefined,
    routeTo: RouteTo,
    signal: AbortSignal,
  ) {
    this.#context = context;
    this.#token = token;
    this.#routeTo = routeTo;
    this.#signal = signal;
  }

  static async open(context: ProbeContext, routeTo: RouteTo, signal: AbortSignal): Promise<Graph> {
    return new Graph(context, await leaseToken(context), routeTo, signal);
  }

  /** Template ids of the roles that the token itself names. */
  get wids(): readonly string[] {
    return this.#token?.wids ?? [];
  }

  /** One object. */
  async one(path: string): Promise<GraphAnswer<Item>> {
    return this.#get(path);
  }

  /** All members of a collection, page by page. */
  async all(path: string): Promise<GraphAnswer<readonly Item[]>> {
    const items: Item[] = [];
    let next = path;
    for (let page = 0; page < maxPages; page += 1) {
      const answer = await this.#get(next);
      if (!answer.ok) return answer;
      const { value: members, '@odata.nextLink': link } = answer.value;
      const about = defined({ reached: answer.reached });
      const odd = { ...about, ok: false, problem: { kind: 'odd' } } as const;
      if (!Array.isArray(members) || !members.every(isItem)) return odd;
      items.push(...members);
      if (link === undefined || link === null) return { ...about, ok: true, value: items };
      const following = this.#samePlace(link);
      if (following === undefined) return odd;
      next = following;
    }
    return { ok: false, problem: { kind: 'odd', code: 'too many pages' } };
  }

  async #get(path: string): Promise<GraphAnswer<Item>> {
    const token = this.#token;
    if (token === undefined) return { ok: false, problem: { kind: 'signed-out' } };
    const { host, port } = token.graph;
    const content = { headers: () => ({ authorization: `Bearer ${token.secret.reveal()}` }) };
    const to = { host, port, get: path, maxBytes, content };
    const requested = await request(this.#context, to, this.#routeTo, this.#budget, this.#signal);
    // What a peer sends back must not bring the token into facts.
    if (requested.answer?.body.includes(token.secret.reveal()) === true) {
      return { reached: requested.trace, ok: false, problem: { kind: 'odd' } };
    }
    return read(requested);
  }

  /** The path of a further page; undefined for another host: the token is not for it. */
  #samePlace(link: unknown): string | undefined {
    const parsed = typeof link === 'string' ? URL.parse(link) : null;
    if (parsed === null) return undefined;
    const { origin, pathname, search } = parsed;
    return origin === this.#token?.graph.origin ? `${pathname}${search}` : undefined;
  }
}

/** What all rows have in their facts, whatever they asked for. */
export function graphFacts(answer: GraphAnswer<unknown>): GraphFacts {
  const about = defined({ reached: answer.reached });
  return answer.ok ? { ...about, usable: true } : { ...about, problem: answer.problem, usable: false };
}

function read({ trace: reached, answer, retryAfter }: Requested): GraphAnswer<Item> {
  const no = (problem: GraphProblem): GraphAnswer<Item> => ({ reached, ok: false, problem });
  if (answer === undefined || !isReached(reached)) return no({ kind: 'unreached' });
  const { status } = answer;
  const json = parseObject(answer.body);
  const code = codeOf(json);
  const about = { status, ...defined({ code }) };
  if (status === 429) return no({ kind: 'throttled', ...about, ...defined({ retryAfter }) });
  if (status >= 500) return no({ kind: 'fault', ...about, ...defined({ retryAfter }) });
  if (isPage(answer) || (status >= 300 && status < 400)) return no({ kind: 'page', ...about });
  if (status === 401) return no({ kind: 'unauthorized', ...about });
  if (status === 403) return no({ kind: 'denied', ...about });
  if (status !== 200 || answer.cut || json === undefined) return no({ kind: 'odd', ...about });
  return { reached, ok: true, value: json };
}

function codeOf(json: Item | undefined): string | undefined {
  const { error } = json ?? {};
  const code = isItem(error) ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Za-z_]{1,60}$/.test(code) ? code : undefined;
}

export function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text of at most so many characters; a peer may put anything there. */
export function text(value: unknown, longest = 100): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, longest) : undefined;
}
