import type { DoctorView } from '../../src/doctor/view.ts';

/** What Tab keeps and n goes to: problems, or differences between servers. */
export function problemName({ compared }: DoctorView): { readonly one: string; readonly many: string } {
  return compared === undefined
    ? { one: 'problem', many: 'problems' }
    : { one: 'difference', many: 'differences' };
}
