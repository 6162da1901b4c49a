import type { Problem } from '../../platform/types.ts';
import { resultCode } from './outcome.ts';

export type StepName = 'create' | 'read' | 'change' | 'read-changed' | 'delete' | 'gone';

/** One step of the write test as it went. */
export type WriteStep = {
  readonly step: StepName;
  readonly ok: boolean;
  readonly ms: number;
  readonly problem?: Problem;
  /** Attributes that a change was refused for. */
  readonly attributes?: readonly string[];
  /** How often a read had to be repeated until it showed what was written. */
  readonly repeats?: number;
};

export interface Denied {
  readonly step: StepName;
  /** "create users", "write mail", as a person grants it. */
  readonly right: string;
}

/** The first step that was denied for want of rights (result 50), and the right that is missing. */
export function deniedStep(steps: readonly WriteStep[]): Denied | undefined {
  const step = steps.find(({ problem }) => resultCode(problem) === 50);
  return step === undefined ? undefined : { step: step.step, right: rightOf(step) };
}

function rightOf({ step, attributes = [] }: WriteStep): string {
  switch (step) {
    case 'create':
      return 'create users';
    case 'read':
    case 'read-changed':
    case 'gone':
      return 'read users';
    case 'change':
      return `write ${attributes.join(', ') || 'attributes'}`;
    case 'delete':
      return 'delete users';
  }
}

export const stepTexts: Readonly<Record<StepName, string>> = {
  create: 'Create',
  read: 'Read',
  change: 'Change',
  'read-changed': 'Read again',
  delete: 'Delete',
  gone: 'Gone',
};
