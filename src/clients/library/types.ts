import type { AssemblyReference } from '../../formats/dotnet/identity.ts';
import type { FileKind } from '../../formats/file-kind.ts';
import type { Problem } from '../../platform/types.ts';

/** What was seen of a connector's library, as plain JSON: the facts of the connector's rows are made of it. */

/** A method of an ECMA interface that is not there as a public method of that name. */
export type MethodFault = {
  readonly interface: string;
  readonly method: string;
  /** `explicit`: it stands under a name of its own, not public. */
  readonly found: 'explicit' | 'not-public' | 'missing';
  /** Its name in the library, where that is another one. */
  readonly as?: string;
};

/** A class that implements interfaces of Microsoft.MetadirectoryServicesEx, by itself or by what it inherits. */
export type ConnectorClass = {
  /** With its namespace; a class inside another as `Outer+Inner`. */
  readonly name: string;
  readonly public: boolean;
  readonly abstract: boolean;
  /** Has type parameters of its own: nobody can create it without them. */
  readonly generic: boolean;
  /** A public constructor without parameters. */
  readonly constructible: boolean;
  /** Names without namespace, sorted. */
  readonly interfaces: readonly string[];
  /** Other libraries that some of these come from. */
  readonly from: readonly string[];
  /** What it inherits and could not be looked into: "Contoso.Base in Contoso.Base.dll". */
  readonly unresolved: readonly string[];
  readonly faults: readonly MethodFault[];
};

export type Classes = {
  readonly found: readonly ConnectorClass[];
  /** Found, but left out of the list. */
  readonly more: number;
  /** Classes that implement nothing so far, but inherit something that could not be looked into. */
  readonly open: readonly { readonly name: string; readonly unresolved: readonly string[] }[];
};

/** Microsoft.MetadirectoryServicesEx, and which library refers to it. */
export type EcmaReference = {
  readonly by: string;
  readonly version: string;
  readonly token: string;
};

export type LibraryDescription = {
  readonly name: string;
  readonly version: string;
  readonly culture: string;
  readonly token: string;
  /** Module version identifier: another one with each build. */
  readonly build: string;
  readonly fileVersion?: string;
  readonly runtimeVersion: string;
  readonly machine: string;
  readonly bits: 'any' | '32' | '64';
  readonly mixed: boolean;
  /** Of TargetFrameworkAttribute: ".NETFramework,Version=v4.7.2". */
  readonly target?: string;
  /** A reference assembly: signatures for compilers, no code. */
  readonly referenceOnly: boolean;
  readonly references: readonly AssemblyReference[];
  /** References that are neither part of .NET Framework nor beside the library. */
  readonly missing: readonly string[];
  readonly ecma: readonly EcmaReference[];
  /** MACapabilities.DeltaImport is set somewhere in its code. */
  readonly setsDelta: boolean;
  readonly classes: Classes;
};

/** Why there is no assembly to look at. */
export type ReadRefusal = {
  readonly why:
    | 'foreign-path'
    | 'absent'
    | 'denied'
    | 'not-a-file'
    | 'failed'
    | 'other-kind'
    | 'native'
    | 'module'
    | 'damaged'
    | 'too-large';
  readonly kind?: FileKind;
  readonly text?: string;
  readonly problem?: Problem;
};

export type LibraryInspection = {
  readonly path: string;
  readonly bytes?: number;
  readonly changedAt?: string;
  /** ZoneId of the Zone.Identifier stream: 3 is the internet, 4 restricted sites. */
  readonly zone?: number;
  readonly refusal?: ReadRefusal;
  readonly assembly?: LibraryDescription;
};
