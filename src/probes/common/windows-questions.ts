import { valueIn } from '../../platform/windows/registry-value.ts';
import type {
  RegistryKey,
  RegistryValue,
  WindowsAnswer,
  WindowsReader,
} from '../../platform/windows/types.ts';

/** What Windows is asked, with the words that rows name it by. `windows-answers.ts` opens what comes back. */

/** Something that Windows is asked for, with the words that a row names it by. */
export interface Question<T> {
  readonly label: string;
  ask(windows: WindowsReader): Promise<WindowsAnswer<T>>;
}

export function question<T>(label: string, ask: Question<T>['ask']): Question<T> {
  return { label, ask };
}

/** The type that a value must have: REG_DWORD, or REG_SZ or REG_EXPAND_SZ. */
export type ValueType = 'number' | 'text';
export type ValueTypes = Readonly<Record<string, ValueType>>;

/** A key of the registry and the values that are wanted of it. */
export interface KeyQuestion<V extends ValueTypes> extends Question<RegistryKey> {
  readonly path: string;
  readonly values: V;
}

/** `path` as in `WindowsReader.registry`. */
export function registryKey<const V extends ValueTypes>(
  label: string,
  path: string,
  values: V,
): KeyQuestion<V> {
  return { label, path, values, ask: (windows) => windows.registry(path, Object.keys(values)) };
}

export type Questions = Readonly<Record<string, Question<unknown>>>;

/** The members of facts that hold the answers to such questions. */
export type AnswersOf<Q extends Questions> = {
  readonly [K in keyof Q]: Q[K] extends Question<infer T> ? WindowsAnswer<T> : never;
};

/** A value that is not set, or empty text, is undefined, and so are all of a key that is not there. */
export type KeyValues<V extends ValueTypes> = {
  readonly [N in keyof V]: (V[N] extends 'number' ? number : string) | undefined;
};

/** The values of a key that answered, or the first that is of another type. */
export function readKey(
  { values }: KeyQuestion<ValueTypes>,
  key: WindowsAnswer<RegistryKey>,
):
  | { readonly ok: true; readonly values: Readonly<Record<string, number | string | undefined>> }
  | { readonly ok: false; readonly name: string; readonly type: RegistryValue['type'] } {
  const read: Record<string, number | string | undefined> = {};
  for (const [name, type] of Object.entries(values)) {
    const value = valueIn(key, name);
    const data = value === undefined ? '' : dataOf(value, type);
    if (value !== undefined && data === undefined) return { ok: false, name, type: value.type };
    read[name] = data === '' ? undefined : data;
  }
  return { ok: true, values: read };
}

/** A value as evidence shows it; `none` where it is not set. Of a number `text` makes what a person finds there. */
export function valueText<V extends ValueTypes>(
  { values }: KeyQuestion<V>,
  key: WindowsAnswer<RegistryKey>,
  name: keyof V & string,
  none = 'not set',
  text: (value: number) => string = String,
): string {
  if (key.state === 'denied') return 'not allowed to look';
  if (key.state === 'failed') return 'Windows gave no answer';
  const [type, value] = [values[name], valueIn(key, name)];
  if (type === undefined || value === undefined) return none;
  const data = dataOf(value, type);
  if (data === undefined) return `set, but not as ${type === 'number' ? 'a DWORD' : 'text'}: not counted`;
  return typeof data === 'number' ? text(data) : data || none;
}

function dataOf(value: RegistryValue, type: ValueType): number | string | undefined {
  if (value.type === 'dword') return type === 'number' ? value.data : undefined;
  if (value.type === 'sz' || value.type === 'expand-sz') return type === 'text' ? value.data : undefined;
  return undefined;
}
