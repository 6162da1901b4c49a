import type { RegistryKey, RegistryValue, WindowsAnswer, WindowsProblem } from './types.ts';

/** A value's bytes by its type number (winnt.h), as `RegistryValue`. */
export function registryValue(code: number, data: Buffer): RegistryValue {
  switch (code) {
    case 1:
    case 2:
      return { type: code === 1 ? 'sz' : 'expand-sz', data: upToZero(data.toString('utf16le')) };
    case 3:
      return { type: 'binary', data: data.toString('hex') };
    case 4:
      if (data.length >= 4) return { type: 'dword', data: data.readUInt32LE(0) };
      break;
    case 7:
      return {
        type: 'multi-sz',
        data: data
          .toString('utf16le')
          .split('\0')
          .filter((part) => part !== ''),
      };
    case 11:
      if (data.length >= 8) return { type: 'qword', data: data.readBigUInt64LE(0).toString() };
      break;
  }
  return { type: 'other', code, data: data.toString('hex') };
}

function upToZero(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

/** A value by its name in any case, as Windows compares. */
export function valueIn(key: WindowsAnswer<RegistryKey>, name: string): RegistryValue | undefined {
  if (key.state !== 'seen') return undefined;
  const wanted = name.toLowerCase();
  for (const [known, value] of Object.entries(key.value.values))
    if (known.toLowerCase() === wanted) return value;
  return undefined;
}

/** The number of a REG_DWORD; a value of another type is none, as it is for Windows' own readers. */
export function dwordIn(key: WindowsAnswer<RegistryKey>, name: string): number | undefined {
  const value = valueIn(key, name);
  return value?.type === 'dword' ? value.data : undefined;
}

/** Which of the values is of another type than its readers take, as a problem; undefined where none is. */
export function wrongTypeIn(
  key: WindowsAnswer<RegistryKey>,
  types: Readonly<Record<string, 'number' | 'text'>>,
): WindowsProblem | undefined {
  for (const [name, wanted] of Object.entries(types)) {
    const type = valueIn(key, name)?.type;
    const fits = wanted === 'number' ? type === 'dword' : type === 'sz' || type === 'expand-sz';
    if (type !== undefined && !fits)
      return { code: 'WRONG_TYPE', text: `the value ${name} is of another type than Windows reads` };
  }
  return undefined;
}

/** The text of a REG_SZ or REG_EXPAND_SZ; empty text is none. */
export function textIn(key: WindowsAnswer<RegistryKey>, name: string): string | undefined {
  const value = valueIn(key, name);
  return (value?.type === 'sz' || value?.type === 'expand-sz') && value.data !== '' ? value.data : undefined;
}
