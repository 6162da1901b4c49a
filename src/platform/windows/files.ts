import { accessList } from './access-list.ts';
import { failed, fromErrorCode, seen } from './answer.ts';
import type { NativeCalls } from './native.ts';
import type { AccessList, FileVersion, WindowsAnswer } from './types.ts';

const versionSize = 'uint32_t GetFileVersionInfoSizeW(str16 path, void *zero)';
const versionInfo = 'int GetFileVersionInfoW(str16 path, uint32_t zero, uint32_t length, void *data)';
const versionValue = 'int VerQueryValueW(void *block, str16 what, void *value, void *length)';
const fixedInfoSignature = 0xfeef04bd;

/** winerror.h: the file's resources hold no data, no type, no name of that kind; it has none; it is no program. */
const noResource = new Set([1812, 1813, 1814, 1815, 193, 11]);
const noVersion: WindowsAnswer<never> = {
  state: 'failed',
  problem: { code: 'NO_VERSION', text: 'the file is there and bears no version' },
};

const fileObject = 1;
const ownerAndList = 1 | 4;
const security =
  'uint32_t GetNamedSecurityInfoW(str16 name, int type, uint32_t what, void *owner, void *group, void *list, void *audit, void *descriptor)';
const descriptorLength = 'uint32_t GetSecurityDescriptorLength(uintptr_t descriptor)';
const localFree = 'uintptr_t LocalFree(uintptr_t memory)';

/** The version resource of a program or library; `absent`: there is no such file. One without is `failed`. */
export function readFileVersion(native: NativeCalls, path: string): WindowsAnswer<FileVersion> {
  const size = Number(native.call('version.dll', versionSize, path, null));
  if (size === 0) {
    const code = native.lastError();
    return noResource.has(code) ? noVersion : fromErrorCode(code, `reading the version of ${path}`);
  }
  const block = Buffer.alloc(size);
  if (native.call('version.dll', versionInfo, path, 0, size, block) === 0)
    return fromErrorCode(native.lastError(), `reading the version of ${path}`);
  const [value, length] = [Buffer.alloc(8), Buffer.alloc(4)];
  if (native.call('version.dll', versionValue, block, '\\', value, length) === 0) return noVersion;
  if (length.readUInt32LE(0) < 24) return noVersion;
  const fixed = native.bytes(value.readBigUInt64LE(0), 24);
  if (fixed.readUInt32LE(0) !== fixedInfoSignature) return noVersion;
  return seen({ file: fourNumbers(fixed, 8), product: fourNumbers(fixed, 16) });
}

/** VS_FIXEDFILEINFO keeps a version as two 32-bit numbers, the higher first. */
function fourNumbers(fixed: Buffer, at: number): string {
  return [at + 2, at, at + 6, at + 4].map((place) => fixed.readUInt16LE(place)).join('.');
}

/** Owner and access list of a file or folder. Reading them needs READ_CONTROL on it. */
export function readAccess(native: NativeCalls, path: string): WindowsAnswer<AccessList> {
  const out = Buffer.alloc(8);
  const code = Number(
    native.call('advapi32.dll', security, path, fileObject, ownerAndList, null, null, null, null, out),
  );
  if (code !== 0) return fromErrorCode(code, `reading the rights on ${path}`);
  const address = out.readBigUInt64LE(0);
  try {
    const length = Number(native.call('advapi32.dll', descriptorLength, address));
    const list = accessList(native.bytes(address, length));
    return list ? seen(list) : failed(new Error(`the rights on ${path} are in an unknown form`));
  } finally {
    native.call('kernel32.dll', localFree, address);
  }
}
