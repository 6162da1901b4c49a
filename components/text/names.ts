import type { DoctorView } from '../../src/doctor/view.ts';

/** What Tab keeps and n goes to: problems, or differences between servers, where there are several. */
export function problemName({ compared }: DoctorView): { readonly one: string; readonly many: string } {
  return compared === undefined || compared.servers.length === 1
    ? { one: 'problem', many: 'problems' }
    : { one: 'difference', many: 'differences' };
}
