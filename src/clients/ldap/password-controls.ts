import type { Control } from 'ldapts';
import { defined } from '../../base/defined.ts';

/** What a server says about the account's password beside the result of a bind. Plain JSON. */
export type PasswordState = {
  /** Seconds until the password ends. */
  readonly endsIn?: number;
  readonly graceLogins?: number;
  /** The error of draft-behera-ldap-password-policy: 0 expired, 1 locked, 2 must be changed, … */
  readonly error?: number;
};

export interface PasswordControls {
  /** To be sent along with a bind. */
  readonly controls: Control[];
  /** To be read after it. */
  state(): PasswordState | undefined;
}

const policy = '1.3.6.1.4.1.42.2.27.8.5.1';
/** Sent without being asked for by the Netscape family (draft-vchu-ldap-pwd-policy). */
const expired = '2.16.840.1.113730.3.4.4';
const expiring = '2.16.840.1.113730.3.4.5';

/** The policy control is sent only where the server offers it; the other two are only listened for. */
export async function passwordControls(supported: readonly string[]): Promise<PasswordControls> {
  const { Control: Base, PasswordPolicyControl } = await import('ldapts');
  const received = new Map<string, string>();
  /** The library parses an answer's control only when a request's control waits for it: this one is never sent. */
  class Listener extends Base {
    override write(): void {}
    override parse(reader: Parameters<Control['parse']>[0]): void {
      received.set(this.type, reader.remainingBuffer.toString('latin1').slice(0, 40));
    }
  }
  const asked = new PasswordPolicyControl();
  return {
    controls: [...(supported.includes(policy) ? [asked] : []), new Listener(expired), new Listener(expiring)],
    state() {
      const { timeBeforeExpiration, graceAuthNsRemaining, error } = asked.value ?? {};
      const seconds = Number.parseInt(received.get(expiring) ?? '', 10);
      const endsIn = timeBeforeExpiration ?? (Number.isNaN(seconds) ? undefined : seconds);
      const failed = error ?? (received.has(expired) ? 2 : undefined);
      if (endsIn === undefined && graceAuthNsRemaining === undefined && failed === undefined)
        return undefined;
      return defined({ endsIn, graceLogins: graceAuthNsRemaining, error: failed });
    },
  };
}
