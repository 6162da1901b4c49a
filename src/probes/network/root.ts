import type { ConnectionTrace } from '../../clients/connection/trace.ts';
import type { Verdict } from '../../engine/probe.ts';
import { shortName } from '../../platform/certificates.ts';
import { importAuthority } from '../common/commands.ts';

/**
 * On Windows the services trust the machine's store, not `network.caFile`: trusted by the file alone is a failure,
 * though the doctor reads on (decisions: Trust). Elsewhere the file counts as the store.
 */
export function rootOnlyForUs(reached: ConnectionTrace): Verdict | undefined {
  if (reached.platform !== 'win32' || reached.tls?.trustedBy !== 'extra') return undefined;
  return rootOnlyIn(
    reached,
    'network.caFile',
    'The doctor was told of this authority in .ecmarc; the services of Windows were not.',
  );
}

/** Trusted by one place alone where no service looks. */
export function rootOnlyIn(reached: ConnectionTrace, place: string, why: string): Verdict {
  const top = reached.tls?.chain.at(-1);
  const name = top === undefined ? 'its authority' : shortName(top.issuer);
  return {
    status: 'fail',
    message: `${name} is trusted by ${place} only`,
    found: "the services use the machine's store, and its authority is not in there",
    remedy: {
      why,
      steps: [
        {
          text: 'Import the authority into LocalMachine\\Root, as an administrator (give the path of your file)',
          command: importAuthority('corp-ca.pem'),
          owner: 'server',
        },
      ],
      links: [],
    },
  };
}
