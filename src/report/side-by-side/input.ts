import type { Compared } from '../../results/side-by-side/compare-servers.ts';

/** Everything that the formats of a comparison read. Texts need not be clean: every format cleans what it writes. */
export interface SideBySideInput extends Compared {
  readonly tool: { readonly name: string; readonly version: string };
  /** When the comparison was made, ISO 8601: the reports' ages are told as of then. */
  readonly madeAt: string;
}
