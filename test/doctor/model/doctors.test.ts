import { expect, vi } from 'vitest';
import type { DoctorView } from '../../../src/doctor/view.ts';
import type { ViewInput } from '../../../src/doctor/view-builder.ts';
import type { Ledger } from '../../../src/engine/ledger.ts';
import { wholeView } from './whole-view.ts';

// The doctor's own tests once more: whatever is asked of a doctor there, each view is the one that its model makes.
vi.mock('../../../src/doctor/view-builder.ts', async (original) => {
  const real = await original<typeof import('../../../src/doctor/view-builder.ts')>();
  class CheckedBuilder extends real.ViewBuilder {
    readonly #ledger: Ledger;
    #last: DoctorView | undefined;

    constructor(...[ledger, gates]: ConstructorParameters<typeof real.ViewBuilder>) {
      super(ledger, gates);
      this.#ledger = ledger;
    }

    override view(version: number, input: () => ViewInput) {
      const view = super.view(version, input);
      // Between two changes the same view is given again.
      if (view !== this.#last) expect({ ...view }).toEqual(wholeView(this.#ledger, input()));
      this.#last = view;
      return view;
    }
  }
  return { ...real, ViewBuilder: CheckedBuilder };
});

await import('../look-again.test.ts');
await import('../questions.test.ts');
await import('../reload.test.ts');
await import('../run.test.ts');
await import('../saved-report-doctor.test.ts');
await import('../secrets.test.ts');
await import('../undo-answer.test.ts');
await import('../watch.test.ts');
