import type { Facts } from '../../../engine/facts.ts';
import type { RegistryNames, WindowsAnswer } from '../../../platform/windows/types.ts';
import type { SqlTarget } from '../../../settings/schema.ts';
import { factsToken } from '../../token.ts';

export type Driver = {
  readonly name: string;
  /** The library's path, where the registry has it, and its version, where the file has one. */
  readonly path?: string;
  readonly version?: string;
  /** There is no such file. */
  readonly gone?: boolean;
  /** Why its path is not known: Windows refused it, or its value is of another type. */
  readonly unread?: string;
  /** It has no key of its own, or that names no library. */
  readonly unregistered?: true;
};

export interface DriverFacts extends Facts {
  readonly engine: SqlTarget['engine'];
  /** Off Windows: unixODBC's list of drivers, by its path, and whether it is there. */
  readonly elsewhere?: { readonly path: string; readonly there: boolean };
  readonly names: WindowsAnswer<RegistryNames>;
  readonly names32: WindowsAnswer<RegistryNames>;
  /** Of the 64-bit drivers, those that could serve. */
  readonly drivers: readonly Driver[];
  /** NLS_LANG of the machine, for Oracle. */
  readonly language?: string;
  /** Why that is not known. */
  readonly languageUnread?: string;
}

export const sqlDriver = factsToken<DriverFacts>('sql', 'driver');
