import type { Protection } from '../endpoint.ts';

/**
 * What is said between the doctor and its child that asks a directory through Windows' own client, wldap32: plain
 * JSON. The connector's client is built on it (System.DirectoryServices.Protocols).
 */

/** The argument by which the program starts as that child. It is in no list of options. */
export const ldapMode = '--ldap-conversation';

export type WindowsBind =
  | { readonly kind: 'simple'; readonly dn: string; readonly password: string }
  /** Without a name: as whoever runs the doctor. */
  | { readonly kind: 'kerberos'; readonly user?: string; readonly realm?: string; readonly password?: string }
  /** By the certificate that Schannel shows, one of this user's store. */
  | { readonly kind: 'external' };

/** Attribute values in base64: not all are text. */
export type WireAttributes = readonly (readonly [name: string, values: readonly string[]])[];

export type WireControl = { readonly oid: string; readonly critical: boolean; readonly value?: string };

export type Request =
  | {
      readonly kind: 'open';
      readonly host: string;
      readonly port: number;
      readonly protection: Protection;
      /** Of the connection, and of each answer. */
      readonly seconds: number;
    }
  | { readonly kind: 'bind'; readonly how: WindowsBind }
  | {
      readonly kind: 'search';
      readonly base: string;
      readonly scope: 0 | 1 | 2;
      readonly filter: string;
      readonly attributes: readonly string[] | null;
      readonly namesOnly: boolean;
      /** 0: none. */
      readonly sizeLimit: number;
      readonly seconds: number;
      readonly controls: readonly WireControl[];
      readonly most: { readonly entries: number; readonly bytes: number };
    }
  | { readonly kind: 'add' | 'replace'; readonly dn: string; readonly attributes: WireAttributes }
  | { readonly kind: 'delete'; readonly dn: string };

export type WireEntry = { readonly dn: string; readonly attributes: WireAttributes };

/** What Schannel agreed on: the numbers of SecPkgContext_ConnectionInfo. */
export type SchannelInfo = { readonly protocol: number; readonly cipher: number; readonly strength: number };

/** A step of opening, as far as it went. */
export type WindowsStage = 'library' | 'connection' | 'start-tls' | 'bind' | 'operation';

export type Answer =
  | {
      readonly ok: true;
      readonly entries?: readonly WireEntry[];
      readonly referrals?: number;
      /** Response controls. */
      readonly controls?: readonly WireControl[];
      readonly tls?: SchannelInfo;
    }
  | {
      readonly ok: false;
      readonly stage: WindowsStage;
      /** A result code of LDAP, or one of wldap32's own (0x51: server down). */
      readonly code: number;
      readonly text: string;
      /** Entries that came before a search failed. */
      readonly entries?: readonly WireEntry[];
      readonly tooMuch?: true;
    };
