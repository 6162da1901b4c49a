import { defined } from '../../base/defined.ts';
import type { Owner, Remedy, Step } from '../../engine/probe.ts';
import { pressR } from './steps.ts';

/** A page that says more. */
export interface Link {
  readonly link: string;
}

export function see(link: string): Link {
  return { link };
}

/**
 * A remedy: why it matters, and what to do in the order in which to try it. A text alone is a step of whoever reads it;
 * `by.network('...', 'command')` is one of the network administrator's. Remedies are put together from others: `pressR`
 * comes once, behind everything that is done before it.
 */
export function fix(why: string, ...parts: readonly (Step | Link | string)[]): Remedy {
  const steps = parts.flatMap((part): Step[] =>
    typeof part === 'string' ? [{ text: part }] : 'link' in part ? [] : [part],
  );
  return {
    why,
    steps: [...steps.filter((step) => step !== pressR), ...(steps.includes(pressR) ? [pressR] : [])],
    links: parts.flatMap((part) => (typeof part !== 'string' && 'link' in part ? [part.link] : [])),
  };
}

type StepOf = (text: string, command?: string) => Step;

function stepOf(owner: Owner): StepOf {
  return (text, command) => ({ text, ...defined({ command }), owner });
}

/** A step by its owner. The command stands alone, whole, ready to paste. */
export const by = Object.freeze({
  server: stepOf('server'),
  network: stepOf('network'),
  directory: stepOf('directory'),
  database: stepOf('database'),
  entra: stepOf('entra'),
  connector: stepOf('connector'),
} satisfies Readonly<Record<Owner, StepOf>>);
