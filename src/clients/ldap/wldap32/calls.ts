import type { NativeArgument, NativeCalls } from '../../../platform/windows/native.ts';

/**
 * Functions of wldap32 (Windows SDK, winldap.h). Handles and addresses are numbers, texts are UTF-16, structures are
 * laid out by hand for 64 bits. Each call that may wait runs off this thread.
 */
const prototypes = {
  init: 'uintptr_t ldap_initW(void *host, uint32_t port)',
  initTls: 'uintptr_t ldap_sslinitW(void *host, uint32_t port, int32_t secure)',
  unbind: 'uint32_t ldap_unbind(uintptr_t session)',
  setOption: 'uint32_t ldap_set_optionW(uintptr_t session, int32_t option, void *value)',
  getOption: 'uint32_t ldap_get_optionW(uintptr_t session, int32_t option, void *value)',
  connect: 'uint32_t ldap_connect(uintptr_t session, void *timeout)',
  startTls:
    'uint32_t ldap_start_tls_sW(uintptr_t session, void *code, void *result, void *controls, void *own)',
  bind: 'uint32_t ldap_bind_sW(uintptr_t session, void *dn, void *credentials, uint32_t method)',
  search:
    'uint32_t ldap_search_ext_sW(uintptr_t session, void *base, uint32_t scope, void *filter, void *attributes, uint32_t namesOnly, void *controls, void *own, void *timeout, uint32_t sizeLimit, void *result)',
  add: 'uint32_t ldap_add_ext_sW(uintptr_t session, void *dn, void *attributes, void *controls, void *own)',
  modify:
    'uint32_t ldap_modify_ext_sW(uintptr_t session, void *dn, void *changes, void *controls, void *own)',
  delete: 'uint32_t ldap_delete_ext_sW(uintptr_t session, void *dn, void *controls, void *own)',
  firstEntry: 'uintptr_t ldap_first_entry(uintptr_t session, uintptr_t result)',
  nextEntry: 'uintptr_t ldap_next_entry(uintptr_t session, uintptr_t entry)',
  firstReference: 'uintptr_t ldap_first_reference(uintptr_t session, uintptr_t result)',
  nextReference: 'uintptr_t ldap_next_reference(uintptr_t session, uintptr_t entry)',
  dn: 'uintptr_t ldap_get_dnW(uintptr_t session, uintptr_t entry)',
  firstAttribute: 'uintptr_t ldap_first_attributeW(uintptr_t session, uintptr_t entry, void *state)',
  nextAttribute: 'uintptr_t ldap_next_attributeW(uintptr_t session, uintptr_t entry, uintptr_t state)',
  values: 'uintptr_t ldap_get_values_lenW(uintptr_t session, uintptr_t entry, uintptr_t attribute)',
  freeValues: 'uint32_t ldap_value_free_len(uintptr_t values)',
  freeText: 'void ldap_memfreeW(uintptr_t text)',
  freeResult: 'uint32_t ldap_msgfree(uintptr_t result)',
  freeControls: 'uint32_t ldap_controls_freeW(uintptr_t controls)',
  parse:
    'uint32_t ldap_parse_resultW(uintptr_t session, uintptr_t result, void *code, void *matched, void *text, void *referrals, void *controls, uint8_t free)',
  lastError: 'uint32_t LdapGetLastError()',
  errorText: 'uintptr_t ldap_err2stringW(uint32_t code)',
} as const;

/** Its own path is System32's (NativeCalls). */
const library = 'wldap32.dll';

export class LdapCalls {
  readonly #native: NativeCalls;

  constructor(native: NativeCalls) {
    this.#native = native;
  }

  /** Throws where there is no such library. */
  probe(): void {
    this.#native.bind(library, prototypes.init);
  }

  /** On this thread: what only reads memory. */
  now(name: keyof typeof prototypes, ...args: readonly NativeArgument[]): bigint {
    return BigInt(this.#native.call(library, prototypes[name], ...args) ?? 0);
  }

  async call(name: keyof typeof prototypes, ...args: readonly NativeArgument[]): Promise<bigint> {
    return BigInt(await this.#native.callAsync(library, prototypes[name], ...args));
  }

  bytes(address: bigint, length: number): Buffer {
    return this.#native.bytes(address, length);
  }

  text(address: bigint): string {
    return this.#native.text(address);
  }

  pointer(address: bigint): bigint {
    return this.bytes(address, 8).readBigUInt64LE(0);
  }

  addressOf(buffer: Buffer): bigint {
    return this.#native.addressOf(buffer);
  }
}

/** Memory that structures point to: kept until the call is over. */
export class Memory {
  readonly #calls: LdapCalls;
  readonly #kept: Buffer[] = [];

  constructor(calls: LdapCalls) {
    this.#calls = calls;
  }

  keep(buffer: Buffer): Buffer {
    this.#kept.push(buffer);
    return buffer;
  }

  /** After the call: until then nothing may be taken away. */
  release(): void {
    this.#kept.length = 0;
  }

  wide(text: string): Buffer {
    return this.keep(Buffer.from(`${text}\0`, 'utf16le'));
  }

  addressOf(buffer: Buffer): bigint {
    return this.#calls.addressOf(this.keep(buffer));
  }

  /** Addresses, ended by zero. */
  list(buffers: readonly Buffer[]): Buffer {
    const list = Buffer.alloc((buffers.length + 1) * 8);
    for (const [at, one] of buffers.entries()) list.writeBigUInt64LE(this.addressOf(one), at * 8);
    return this.keep(list);
  }

  /** A `berval`: length, and where the bytes lie. */
  value(bytes: Buffer): Buffer {
    const value = Buffer.alloc(16);
    value.writeUInt32LE(bytes.length, 0);
    // An empty value still lies somewhere.
    value.writeBigUInt64LE(this.addressOf(bytes.length === 0 ? Buffer.alloc(1) : bytes), 8);
    return this.keep(value);
  }

  /** `LDAPModW`: the operation on bytes, the attribute, its values. */
  change(operation: number, name: string, values: readonly string[]): Buffer {
    const change = Buffer.alloc(24);
    change.writeUInt32LE(operation | 0x80, 0);
    change.writeBigUInt64LE(this.addressOf(this.wide(name)), 8);
    const list = this.list(values.map((one) => this.value(Buffer.from(one, 'base64'))));
    change.writeBigUInt64LE(this.addressOf(list), 16);
    return this.keep(change);
  }

  /** `LDAPControlW`. */
  control(oid: string, critical: boolean, value: Buffer | undefined): Buffer {
    const control = Buffer.alloc(32);
    control.writeBigUInt64LE(this.addressOf(this.wide(oid)), 0);
    if (value !== undefined) this.value(value).copy(control, 8);
    control.writeUInt8(critical ? 1 : 0, 24);
    return this.keep(control);
  }

  /** `LDAP_TIMEVAL`: two numbers of 32 bits on Windows. */
  seconds(number: number): Buffer {
    const time = Buffer.alloc(8);
    time.writeInt32LE(number, 0);
    return this.keep(time);
  }

  /** `SEC_WINNT_AUTH_IDENTITY_EXW`, for the package Kerberos alone. */
  identity(user: string, domain: string, password: string): Buffer {
    const identity = Buffer.alloc(80);
    identity.writeUInt32LE(0x200, 0);
    identity.writeUInt32LE(identity.length, 4);
    const parts = [user, domain, password];
    for (const [at, text] of parts.entries()) {
      identity.writeBigUInt64LE(this.addressOf(this.wide(text)), 8 + at * 16);
      identity.writeUInt32LE(text.length, 16 + at * 16);
    }
    // SEC_WINNT_AUTH_IDENTITY_UNICODE.
    identity.writeUInt32LE(2, 56);
    const packages = 'Kerberos';
    identity.writeBigUInt64LE(this.addressOf(this.wide(packages)), 64);
    identity.writeUInt32LE(packages.length, 72);
    return this.keep(identity);
  }
}
