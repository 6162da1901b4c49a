import type { InstalledProduct } from '../../../clients/host/products.ts';
import type { Facts } from '../../../engine/facts.ts';
import type { Service, WindowsAnswer } from '../../../platform/windows/types.ts';
import { factsToken } from '../../token.ts';

/** `unseen`: neither there nor not there could be found out. */
export type There = 'yes' | 'no' | 'unseen';

/** A fact `installed`: rows that ask an installed host are not applicable while it is false. */
export interface InstalledFacts extends Facts {
  /** Absent where it could not be found out. */
  readonly installed?: boolean;
  readonly folder: string;
  readonly folderThere: There;
  /** The host's program in that folder. */
  readonly program: There;
  readonly service: WindowsAnswer<Service>;
  /** The program that the service starts, and whether its file is there. */
  readonly started?: { readonly path: string; readonly there: There };
  readonly agent: WindowsAnswer<Service>;
  /** What Windows lists as installed: agent, updater, package. */
  readonly listed: readonly InstalledProduct[];
}

export const hostInstalled = factsToken<InstalledFacts>('host', 'installed');
