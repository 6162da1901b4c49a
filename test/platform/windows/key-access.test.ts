import { describe, expect, it, vi } from 'vitest';
import { readKeyAccess } from '../../../src/platform/windows/key-access.ts';
import { fakeWindows, sidBytes } from './fake-native.ts';

const networkService = 'S-1-5-20';
const thumbprint = 'AB'.repeat(20);

/** A self-relative descriptor (MS-DTYP 2.4.6) that gives one account a right. */
function descriptor(mask: number): Buffer {
  const sid = sidBytes(networkService);
  const entry = Buffer.alloc(8 + sid.length);
  entry.writeUInt16LE(entry.length, 2);
  entry.writeUInt32LE(mask, 4);
  sid.copy(entry, 8);
  const head = Buffer.alloc(28);
  head.writeUInt8(1, 0);
  head.writeUInt16LE(0x8004, 2);
  head.writeUInt32LE(20, 16);
  head.writeUInt8(2, 20);
  head.writeUInt16LE(8 + entry.length, 22);
  head.writeUInt16LE(1, 24);
  return Buffer.concat([head, entry]);
}

interface Key {
  readonly kind: 'ncrypt' | 'provider';
  /** Errors of opening the key, and of reading its rights. */
  readonly opening?: number;
  readonly reading?: number;
  readonly ours?: boolean;
}

function store({ kind, opening = 0, reading = 0, ours = true }: Key) {
  const open = new Set<string>();
  const tried: string[] = [];
  const opened = (what: string, handle: bigint) => {
    open.add(what);
    return handle;
  };
  const close = (what: string) => () => (open.delete(what) ? 1 : 0);
  const { native } = fakeWindows(({ errors }) => ({
    CertOpenStore: () => opened('store', 1n),
    CertCloseStore: close('store'),
    CertFindCertificateInStore: () => opened('certificate', 2n),
    CertFreeCertificateContext: close('certificate'),
    CryptAcquireCertificatePrivateKey(
      thread,
      _certificate: bigint,
      flags: number,
      ...out: (Buffer | null)[]
    ) {
      expect(flags & 0x40).toBe(0x40);
      tried.push(thread);
      errors[thread] = opening;
      if (opening !== 0) return 0;
      open.add('key');
      const [, key, spec, callerFrees] = out;
      key?.writeBigUInt64LE(3n);
      spec?.writeUInt32LE(kind === 'ncrypt' ? 0xffffffff : 1);
      callerFrees?.writeUInt32LE(ours ? 1 : 0);
      return 1;
    },
    NCryptGetProperty(_thread, _key: bigint, name: string, out: Buffer, _size: number, length: Buffer) {
      expect(name).toBe('Security Descr');
      length.writeUInt32LE(descriptor(0x80000000).copy(out));
      return reading;
    },
    NCryptFreeObject: close('key'),
    CryptGetProvParam(thread, _provider: bigint, parameter: number, out: Buffer, length: Buffer) {
      expect(parameter).toBe(8);
      errors[thread] = reading;
      length.writeUInt32LE(descriptor(0x120089).copy(out));
      return reading === 0 ? 1 : 0;
    },
    CryptReleaseContext: close('key'),
  }));
  return { native, open, tried };
}

describe("a private key's access list", () => {
  it.each<[string, Key]>([
    ['the newer kind, with generic rights', { kind: 'ncrypt' }],
    ['the older kind', { kind: 'provider' }],
  ])('of a key of %s', async (_name, key) => {
    const { native, open } = store(key);
    const entry = {
      kind: 'allow',
      sid: networkService,
      mask: 0x120089,
      inherited: false,
      inheritOnly: false,
    };
    expect(await readKeyAccess(native, thumbprint)).toEqual({
      state: 'seen',
      value: { everyone: false, entries: [entry] },
    });
    expect([...open]).toEqual([]);
  });

  it('leaves a key open that Windows keeps', async () => {
    const { native, open } = store({ kind: 'ncrypt', ours: false });
    expect((await readKeyAccess(native, thumbprint)).state).toBe('seen');
    expect([...open]).toEqual(['key']);
  });

  it.each<[string, Key, object]>([
    ['no key set', { kind: 'provider', opening: 0x80090016 }, { state: 'absent' }],
    ['no key at all', { kind: 'provider', opening: 0x8009200b }, { state: 'absent' }],
    ['refused, as a signed number', { kind: 'ncrypt', opening: 0x80090010 | 0 }, { state: 'denied' }],
    ['refused by the file system', { kind: 'provider', reading: 5 }, { state: 'denied' }],
    [
      'a smart card that wants its PIN',
      { kind: 'ncrypt', opening: 0x80090022 },
      {
        state: 'failed',
        problem: { code: '0x80090022', text: 'opening the private key: Windows error 0x80090022' },
      },
    ],
    [
      'a provider that knows no rights',
      { kind: 'ncrypt', reading: 0x80090029 },
      {
        state: 'failed',
        problem: {
          code: '0x80090029',
          text: 'reading the rights on the private key: Windows error 0x80090029',
        },
      },
    ],
  ])('%s', async (_name, key, expected) => {
    const { native, open } = store(key);
    expect(await readKeyAccess(native, thumbprint)).toEqual(expected);
    expect([...open]).toEqual([]);
  });

  it('opens the key off the thread that draws', async () => {
    const { native, tried } = store({ kind: 'ncrypt' });
    await readKeyAccess(native, thumbprint);
    expect(tried).toEqual(['there']);
  });

  it('asks again on it for the error only where that was quick', async () => {
    const quick = store({ kind: 'ncrypt', opening: 0x80090022 });
    await readKeyAccess(quick.native, thumbprint);
    expect(quick.tried).toEqual(['there', 'here']);
    const slow = store({ kind: 'ncrypt', opening: 0x80090022 });
    const clock = vi.spyOn(performance, 'now').mockReturnValueOnce(0).mockReturnValueOnce(5000);
    try {
      expect(await readKeyAccess(slow.native, thumbprint)).toMatchObject({ state: 'failed' });
    } finally {
      clock.mockRestore();
    }
    expect(slow.tried).toEqual(['there']);
    expect([...slow.open]).toEqual([]);
  });
});
