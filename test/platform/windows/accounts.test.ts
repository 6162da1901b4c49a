import { describe, expect, it } from 'vitest';
import { readAccount } from '../../../src/platform/windows/accounts.ts';
import { fakeWindows, sidBytes } from './fake-native.ts';

const gmsa = 'S-1-5-21-1004336348-1177238915-682003330-1105';
const groups = ['S-1-1-0', 'S-1-5-11', 'S-1-5-21-1004336348-1177238915-682003330-2000'];
const denyOnly = 'S-1-5-32-544';

/** The text of an LSA_UNICODE_STRING: in the same bytes, or it could be gone before the other thread reads it. */
function nameIn(names: Buffer): string {
  expect(names.readUInt16LE(2)).toBe(names.readUInt16LE(0) + 2);
  expect(names.length).toBe(16 + names.readUInt16LE(2));
  return names.toString('utf16le', 16, 16 + names.readUInt16LE(0));
}

interface Site {
  /** NTSTATUS of the look-up. */
  readonly status?: number;
  /** False: the domain did not answer. */
  readonly tells?: boolean;
  readonly withoutAuthz?: boolean;
}

function site({ status = 0, tells = true, withoutAuthz = false }: Site) {
  const [open, asked]: [string[], string[]] = [[], []];
  const close = (what: string) => () => {
    open.splice(open.indexOf(what), 1);
    return 0;
  };
  const { native } = fakeWindows(({ place, errors }) => ({
    LsaOpenPolicy(_thread, _system: null, _attributes: Buffer, _access: number, policy: Buffer) {
      open.push('policy');
      policy.writeBigUInt64LE(1n);
      return 0;
    },
    LsaClose: close('policy'),
    LsaLookupNames2(
      _thread,
      _policy: bigint,
      _flags: number,
      _count: number,
      names: Buffer,
      domains: Buffer,
      sids: Buffer,
    ) {
      asked.push(nameIn(names));
      const row = Buffer.alloc(24);
      if (status === 0) row.writeBigUInt64LE(place(sidBytes(gmsa)), 8);
      open.push('memory', 'memory');
      sids.writeBigUInt64LE(place(row));
      domains.writeBigUInt64LE(place(Buffer.alloc(16)));
      return status;
    },
    LsaFreeMemory: close('memory'),
    ...(withoutAuthz
      ? {}
      : {
          AuthzInitializeResourceManager(_thread, ...args: (Buffer | null)[]) {
            open.push('manager');
            args.at(-1)?.writeBigUInt64LE(2n);
            return 1;
          },
          AuthzFreeResourceManager: close('manager'),
          AuthzInitializeContextFromSid(thread, ...args: (Buffer | null)[]) {
            errors[thread] = 1355;
            if (!tells) return 0;
            open.push('context');
            expect(args[1]).toEqual(sidBytes(gmsa));
            args.at(-1)?.writeBigUInt64LE(3n);
            return 1;
          },
          AuthzFreeContext: close('context'),
          AuthzGetInformationFromContext(
            _thread,
            _context: bigint,
            _kind: number,
            _size: number,
            _needed: Buffer,
            data: Buffer,
          ) {
            data.writeUInt32LE(groups.length + 1);
            [...groups, denyOnly].forEach((sid, index) => {
              data.writeBigUInt64LE(place(sidBytes(sid)), 8 + 16 * index);
              data.writeUInt32LE(sid === denyOnly ? 0x10 : 7, 16 + 16 * index);
            });
            return 1;
          },
        }),
  }));
  return { native, open, asked };
}

describe('an account by its name', () => {
  it('with its groups', async () => {
    const { native, open, asked } = site({});
    expect(await readAccount(native, '.\\gmsa$')).toEqual({
      state: 'seen',
      value: { sid: gmsa, groups: { state: 'seen', value: groups } },
    });
    expect(asked).toEqual(['gmsa$']);
    expect(open).toEqual([]);
  });

  it.each<[string, Site]>([
    ['the domain does not tell', { tells: false }],
    ['Windows has no authorization manager', { withoutAuthz: true }],
  ])('without them where %s', async (_name, given) => {
    const { native, open } = site(given);
    expect(await readAccount(native, 'CONTOSO\\gmsa$')).toMatchObject({
      state: 'seen',
      value: { sid: gmsa, groups: { state: 'failed' } },
    });
    expect(open).toEqual([]);
  });

  it.each([
    [0xc0000073, { state: 'absent' }],
    [0x107, { state: 'absent' }],
    [0xc0000022, { state: 'denied' }],
    [
      0xc000018d,
      { state: 'failed', problem: { code: '0xC000018D', text: 'looking x up: status 0xC000018D' } },
    ],
  ])('status %i', async (status, expected) => {
    const { native, open } = site({ status });
    expect(await readAccount(native, 'x')).toEqual(expected);
    expect(open).toEqual([]);
  });
});
