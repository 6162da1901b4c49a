import { LdapCalls } from '../../../src/clients/ldap/wldap32/calls.ts';
import { serveLdap } from '../../../src/clients/ldap/wldap32/serve.ts';
import type { NativeArgument } from '../../../src/platform/windows/native.ts';
import { type CallName, Wldap32 } from './library.ts';

/** Stands before each call of the library: may end the process, or answer in its place. */
export interface Before {
  now(name: CallName, ask: () => bigint): bigint;
  call(name: CallName, ask: () => Promise<bigint>): Promise<bigint>;
}

/** The doctor's child as it is on Windows, but for the library that it calls. */
export async function serveStandIn(before: Before): Promise<void> {
  const library = new Wldap32();
  const { memory } = library;
  const calls: Pick<LdapCalls, 'probe' | 'now' | 'call' | 'bytes' | 'text' | 'addressOf'> = {
    probe() {},
    now: (name, ...args: readonly NativeArgument[]) => before.now(name, () => library.now(name, args)),
    call: async (name, ...args: readonly NativeArgument[]) =>
      before.call(name, () => library.call(name, args)),
    bytes: (address, length) => memory.bytes(address, length),
    text: (address) => memory.wideText(address),
    addressOf: (buffer) => memory.addressOf(buffer),
  };
  Object.assign(LdapCalls.prototype, calls);
  await serveLdap(undefined);
}
