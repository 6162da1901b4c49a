import { resultCode } from '../../../clients/ldap/outcome.ts';
import type { WriteStep, WriteStepName } from './facts.ts';

interface Denied {
  readonly step: WriteStepName;
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

export const stepTexts: Readonly<Record<WriteStepName, string>> = {
  create: 'Create',
  read: 'Read',
  change: 'Change',
  'read-changed': 'Read again',
  delete: 'Delete',
  gone: 'Gone',
};
