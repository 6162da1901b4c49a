import type { DoctorView } from '../../src/doctor/view.ts';
import type { Remedy } from '../../src/engine/probe.ts';

/** Of a saved report no key runs anything: steps that name one are not told there. */
export function stepsFor({ steps }: Remedy, { readOnly }: Pick<DoctorView, 'readOnly'>): Remedy['steps'] {
  return readOnly ? steps.filter(({ screen }) => screen !== true) : steps;
}
