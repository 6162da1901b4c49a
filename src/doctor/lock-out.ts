import type { Credentials } from '../clients/environment.ts';
import type { Notice } from '../results/run-results.ts';
import type { SecretSource } from '../settings/secret.ts';
import { RefusalStore } from '../state/refusal-store.ts';
import type { Configuration } from './configuration.ts';

/** Refused credentials, for probes and for the person's yes. */
export interface LockOut extends Credentials {
  /**
   * A person said yes: the standing refusal of this account does not hold back its next try. The returned call ends
   * the permission, once that try is over.
   */
  allowOnce(target: string, account: string): () => void;
}

/**
 * The refusal memory of this user (decisions: Lock-out), seen through the configuration in use: a refusal
 * older than `.ecmarc`, than the secret's file or than what was typed no longer stands.
 */
export function createLockOut(refusals: RefusalStore, configuration: () => Configuration): LockOut {
  const changedAt = (source: SecretSource | undefined): number | undefined => {
    if (source === undefined) return undefined;
    return configuration().secretsChanged.get(source);
  };
  return {
    standing(target, account, source) {
      const { mtimeMs } = configuration();
      const newest = Math.max(mtimeMs ?? 0, changedAt(source) ?? 0);
      return refusals.activeRefusal(target, account, newest === 0 ? {} : { newerThan: newest });
    },
    refused: (target, account) => refusals.refused(target, account),
    accepted: (target, account) => refusals.accepted(target, account),
    allowOnce: (target, account) => refusals.allowOnce(target, account),
  };
}

/** The refusals' file, and a notice where it cannot be kept. */
export function openRefusals(
  path: string,
  now: () => number,
  notify: (notice: Notice) => void,
): RefusalStore {
  return new RefusalStore(path, now, (problem) => {
    if (problem !== undefined)
      notify({ kind: 'warn', text: `refused passwords are not remembered: ${problem.text}` });
  });
}
