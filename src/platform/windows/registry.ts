import { fromErrorCode, seen } from './answer.ts';
import type { NativeCalls } from './native.ts';
import { registryValue } from './registry-value.ts';
import { fileTime } from './time.ts';
import type { RegistryKey, RegistryNames, RegistryValue, WindowsAnswer } from './types.ts';

const roots: Readonly<Record<string, number>> = {
  HKLM: -2147483646,
  HKCU: -2147483647,
  HKU: -2147483645,
};

/** KEY_READ with KEY_WOW64_64KEY: a 32-bit process sees the same keys as the services do. */
const readAccess = 0x20019 | 0x0100;
const moreData = 234;
const noMoreItems = 259;

const open = 'long RegOpenKeyExW(intptr_t root, str16 path, uint32_t options, uint32_t access, void *key)';
const close = 'long RegCloseKey(uintptr_t key)';
const queryKey =
  'long RegQueryInfoKeyW(uintptr_t key, void *cls, void *clsLength, void *reserved, void *subkeys, void *longestSubkey, void *longestClass, void *values, void *longestName, void *longestData, void *security, void *written)';
const queryValue =
  'long RegQueryValueExW(uintptr_t key, str16 name, void *reserved, void *type, void *data, void *length)';
const enumerateValue =
  'long RegEnumValueW(uintptr_t key, uint32_t index, void *name, void *nameLength, void *reserved, void *type, void *data, void *dataLength)';
const enumerateKey =
  'long RegEnumKeyExW(uintptr_t key, uint32_t index, void *name, void *nameLength, void *reserved, void *cls, void *clsLength, void *written)';

/** Opens a key, hands it to `read`, closes it. A path without a known root is a bug. */
function withKey<T>(
  native: NativeCalls,
  path: string,
  read: (key: bigint) => WindowsAnswer<T>,
): WindowsAnswer<T> {
  const [root = '', ...rest] = path.split('\\');
  const handle = roots[root];
  if (handle === undefined) throw new Error(`no such registry root: ${root}`);
  const out = Buffer.alloc(8);
  const code = Number(native.call('advapi32.dll', open, handle, rest.join('\\'), 0, readAccess, out));
  if (code !== 0) return fromErrorCode(code, `opening ${path}`);
  const key = out.readBigUInt64LE(0);
  try {
    return read(key);
  } finally {
    native.call('advapi32.dll', close, key);
  }
}

/** The named values of a key; names that are not there are left out. */
export function readRegistry(
  native: NativeCalls,
  path: string,
  names: readonly string[],
): WindowsAnswer<RegistryKey> {
  return withKey(native, path, (key) => {
    const written = Buffer.alloc(8);
    const nothing = [null, null, null, null, null, null, null, null, null, null] as const;
    const code = Number(native.call('advapi32.dll', queryKey, key, ...nothing, written));
    if (code !== 0) return fromErrorCode(code, `looking at ${path}`);
    const values: Record<string, RegistryValue> = {};
    for (const name of names) {
      const value = readValue(native, key, name);
      if (typeof value === 'number') {
        if (value !== 2) return fromErrorCode(value, `reading ${path}\\${name}`);
      } else values[name] = value;
    }
    return seen({ writtenAt: fileTime(written), values });
  });
}

/** The value, or the Windows error. It may grow between the two calls: asked again with the new size. */
function readValue(native: NativeCalls, key: bigint, name: string): RegistryValue | number {
  const type = Buffer.alloc(4);
  const length = Buffer.alloc(4);
  let data = Buffer.alloc(1024);
  for (let tries = 0; tries < 4; tries += 1) {
    length.writeUInt32LE(data.length, 0);
    const code = Number(native.call('advapi32.dll', queryValue, key, name, null, type, data, length));
    if (code === 0) return registryValue(type.readUInt32LE(0), data.subarray(0, length.readUInt32LE(0)));
    if (code !== moreData) return code;
    data = Buffer.alloc(length.readUInt32LE(0) + 1024);
  }
  return moreData;
}

/** Names below a key. */
export function readRegistryNames(native: NativeCalls, path: string): WindowsAnswer<RegistryNames> {
  return withKey(native, path, (key) => {
    const values = names(path, (index, name, length) =>
      Number(native.call('advapi32.dll', enumerateValue, key, index, name, length, null, null, null, null)),
    );
    if (values.state !== 'seen') return values;
    const subkeys = names(path, (index, name, length) =>
      Number(native.call('advapi32.dll', enumerateKey, key, index, name, length, null, null, null, null)),
    );
    return subkeys.state === 'seen' ? seen({ values: values.value, subkeys: subkeys.value }) : subkeys;
  });
}

/** Longest name of a value (16,383 characters) and its zero, in UTF-16. */
const nameBytes = 2 * 16_384;

function names(
  path: string,
  next: (index: number, name: Buffer, length: Buffer) => number,
): WindowsAnswer<string[]> {
  const found: string[] = [];
  const name = Buffer.alloc(nameBytes);
  const length = Buffer.alloc(4);
  for (let index = 0; ; index += 1) {
    length.writeUInt32LE(nameBytes / 2, 0);
    const code = next(index, name, length);
    if (code === noMoreItems) return seen(found);
    if (code !== 0) return fromErrorCode(code, `listing ${path}`);
    found.push(name.toString('utf16le', 0, 2 * length.readUInt32LE(0)));
  }
}
