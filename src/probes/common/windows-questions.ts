import { never } from '../../base/never.ts';
import { underLabel } from '../../platform/noted-refusals.ts';
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
  return { label, ask: (windows) => ask(underLabel(windows, label)) };
}

/** The type that a value must have: REG_DWORD, REG_SZ (or REG_EXPAND_SZ), or REG_MULTI_SZ. */
export type ValueType = 'number' | 'text' | 'list';
/** What such a value is read as. */
interface Data {
  readonly number: number;
  readonly text: string;
  readonly list: readonly string[];
}

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
  const ask = (windows: WindowsReader) => underLabel(windows, label).registry(path, Object.keys(values));
  return { label, path, values, ask };
}

export type Questions = Readonly<Record<string, Question<unknown>>>;

/** The members of facts that hold the answers to such questions. */
export type AnswersOf<Q extends Questions> = {
  readonly [K in keyof Q]: Q[K] extends Question<infer T> ? WindowsAnswer<T> : never;
};

/** A value that is not set, empty text or an empty list is undefined, and so are all of a key that is not there. */
export type KeyValues<V extends ValueTypes> = {
  readonly [N in keyof V]: Data[V[N]] | undefined;
};

/** The values of a key that answered, or the first that is of another type. */
export function readKey(
  { values }: KeyQuestion<ValueTypes>,
  key: WindowsAnswer<RegistryKey>,
):
  | { readonly ok: true; readonly values: Readonly<Record<string, Data[ValueType] | undefined>> }
  | { readonly ok: false; readonly name: string; readonly type: RegistryValue['type'] } {
  const read: Record<string, Data[ValueType] | undefined> = {};
  for (const [name, type] of Object.entries(values)) {
    const value = valueIn(key, name);
    const data = value && dataOf(value, type);
    if (value !== undefined && data === undefined) return { ok: false, name, type: value.type };
    read[name] = isEmpty(data) ? undefined : data;
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
  if (data === undefined) return `set, but not as a ${typeWords[type]}: not counted`;
  if (isEmpty(data)) return none;
  return typeof data === 'number' ? text(data) : typeof data === 'string' ? data : data.join(', ');
}

const typeWords: Readonly<Record<ValueType, string>> = { number: 'DWORD', text: 'text', list: 'list' };

function isEmpty(data: Data[ValueType] | undefined): boolean {
  return typeof data === 'object' ? data.length === 0 : data === '';
}

/** Undefined where it is of another type. */
function dataOf(value: RegistryValue, type: ValueType): Data[ValueType] | undefined {
  switch (type) {
    case 'number':
      return value.type === 'dword' ? value.data : undefined;
    case 'text':
      return value.type === 'sz' || value.type === 'expand-sz' ? value.data : undefined;
    case 'list':
      return value.type === 'multi-sz' ? value.data : undefined;
    default:
      return never(type);
  }
}
