import type { Remedy } from '../../engine/probe.ts';
import type { Problem } from '../../platform/types.ts';
import { by, fix } from './fix.ts';
import { pressR } from './steps.ts';

/** `network.caFile` is given and says nothing: mended first, since all else may follow from it. */
export function mendCaFile({ code, text }: Problem, then?: Remedy): Remedy {
  return fix(
    `network.caFile of .ecmarc cannot be read (${code}): the authorities in it are not known here. ${then?.why ?? ''}`.trim(),
    by.server(`Correct network.caFile in .ecmarc, or put a file of certificates (PEM or DER) there: ${text}`),
    pressR,
    ...(then?.steps ?? []),
  );
}
