import type { ConnectionTrace } from '../../clients/connection/trace.ts';
import type { Verdict } from '../../engine/probe.ts';
import { internetTrustedByUsOnly } from '../common/certificate-words.ts';

/**
 * On Windows the services trust the machine's store, not `network.caFile`: trusted by the file alone is a failure,
 * though the doctor reads on (decisions: Trust). Elsewhere the file counts as the store.
 */
export function rootOnlyForUs({ platform, tls }: ConnectionTrace): Verdict | undefined {
  return platform === 'win32' && tls?.trustedBy === 'extra' ? internetTrustedByUsOnly(tls, false) : undefined;
}
