import type { Problem, Step } from '../../platform/types.ts';

/** The layers of a connection, in their order. `proxy-tls` and `proxy` only where one is in between. */
export type Layer = 'name' | 'connection' | 'proxy-tls' | 'proxy' | 'tls' | 'http';

/** One layer as it went: to whom, how long, and what was found or why not. */
export type LayerFacts = {
  readonly layer: Layer;
  readonly ok: boolean;
  /** Milliseconds. */
  readonly ms: number;
  /** Who was asked: `proxy.contoso.example:8080`. */
  readonly peer: string;
  /** What it gave: an address, a protocol, a status. */
  readonly found?: string;
  readonly problem?: Problem;
};

/** Collects the layers of one connection, so that the first that fails is named. */
export class Steps {
  readonly list: LayerFacts[] = [];

  /** Notes a step; the step itself, when it went well. */
  note<S extends Step<object>>(
    layer: Layer,
    peer: string,
    step: S,
    found: (step: Extract<S, { ok: true }>) => string,
  ): Extract<S, { ok: true }> | undefined {
    if (step.ok) {
      const good = step as Extract<S, { ok: true }>;
      this.list.push({ layer, ok: true, ms: step.ms, peer, found: found(good) });
      return good;
    }
    this.list.push({ layer, ok: false, ms: step.ms, peer, problem: step.problem });
    return undefined;
  }

  /** A step that was answered, but with a no. */
  refuse(layer: Layer, peer: string, ms: number, problem: Problem): void {
    this.list.push({ layer, ok: false, ms, peer, problem });
  }
}

export function totalMs(steps: readonly LayerFacts[]): number {
  return Math.round(steps.reduce((sum, step) => sum + step.ms, 0));
}

export function failedStep(steps: readonly LayerFacts[]): LayerFacts | undefined {
  return steps.find((step) => !step.ok);
}
