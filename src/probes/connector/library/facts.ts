import type { LibraryDescription, LibraryInspection } from '../../../clients/library/types.ts';
import type { Facts } from '../../../engine/facts.ts';
import { factsToken } from '../../token.ts';

/** Usable where the library's metadata can be read. Without classes and references: rows of their own have these. */
export interface LibraryFacts extends Facts {
  readonly look: Omit<LibraryInspection, 'assembly'> & {
    readonly assembly?: Omit<LibraryDescription, 'classes' | 'references' | 'ecma' | 'missing' | 'setsDelta'>;
  };
}

export const connectorLibrary = factsToken<LibraryFacts>('connector', 'library');
