import type { ServerKind } from '../../clients/ldap/server-kinds.ts';
import { requirement } from '../../requirements/index.ts';

const { others: dn } = requirement('LDAP-09').values;

/** Attributes that may have several values (RFC 4519 and 4524, except AD LDS): no user is known by one of them. */
const severalValues = ['uid', 'cn', 'sn', 'mail', 'ou', 'givenname', 'description', 'telephonenumber'];

export interface AnchorTrouble {
  readonly status: 'fail' | 'warn';
  /** Behind "anchor ...". */
  readonly text: string;
  readonly fix: string;
}

/**
 * What is wrong with an anchor in this kind of directory; undefined when it fits. `anchor` is an attribute's name,
 * or the distinguished name in any of its spellings (`dn`, `-dn-`).
 */
export function anchorTrouble(kind: ServerKind, anchor: string): AnchorTrouble | undefined {
  const given = isDn(anchor) ? dn : anchor;
  const wanted = kind.anchor;
  if (same(given, wanted)) return undefined;
  if (kind.name !== 'ad-lds' && severalValues.includes(given.toLowerCase()))
    return {
      status: 'fail',
      text: `${anchor} may have several values`,
      fix: `Use ${wanted} as the anchor (Microsoft's documents ask for one with a single value)`,
    };
  // Of these nobody wrote down what fits.
  if (kind.name === 'unknown' || kind.name === 'active-directory') return undefined;
  return {
    status: 'warn',
    text: `${anchor}, for ${kind.label} it is ${wanted}`,
    fix:
      kind.name === 'ad-lds'
        ? `Use ${wanted} as the anchor (the agent must be 1.1.846.0 or later)`
        : `Use ${wanted} as the anchor`,
  };
}

export function isDn(anchor: string): boolean {
  return /^[-<]?dn[->]?$/i.test(anchor);
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
