import { failedStep } from '../../../clients/connection/layers.ts';
import type { ConnectionTrace } from '../../../clients/connection/trace.ts';
import { type CertificateFinding, internetTrustedByUsOnly } from '../../common/certificate-words.ts';

/**
 * On Windows the services trust the machine's store, not `network.caFile`: trusted by the file alone is a failure,
 * though the doctor reads on (decisions: Trust). Elsewhere the file counts as the store.
 */
export function rootOnlyForUs({ platform, tls }: ConnectionTrace): CertificateFinding | undefined {
  return platform === 'win32' && tls?.trustedBy === 'extra' ? internetTrustedByUsOnly(tls, false) : undefined;
}

/** Codes of a certificate that no authority of ours stands behind (X509_verify_cert_error_string). */
const untrusted = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

export function failedByTrust({ steps }: ConnectionTrace): boolean {
  const failed = failedStep(steps);
  return failed?.layer === 'tls' && untrusted.has(failed.problem?.code ?? '');
}
