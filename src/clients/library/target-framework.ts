import type { AssemblyReference } from '../../formats/dotnet/identity.ts';

/**
 * For which .NET a library was built: its TargetFrameworkAttribute, else its references. General .NET knowledge:
 * the names and versions of core libraries are what the compilers of each release refer to.
 */
export type TargetFramework =
  | { readonly kind: 'framework'; readonly version: string; readonly witness: string }
  | {
      readonly kind: 'standard';
      readonly version: string;
      readonly tooNew: boolean;
      readonly witness: string;
    }
  | { readonly kind: 'core'; readonly version: string; readonly witness: string }
  | { readonly kind: 'unknown'; readonly witness: string };

const attribute = 'TargetFrameworkAttribute';

export function targetFrameworkOf(library: {
  readonly target?: string;
  readonly references: readonly AssemblyReference[];
}): TargetFramework {
  const [, name, version = ''] = /^\.NET(\w+),Version=v([\d.]+)/.exec(library.target ?? '') ?? [];
  switch (name) {
    case 'Framework':
      return { kind: 'framework', version, witness: attribute };
    case 'Standard':
      return { kind: 'standard', version, tooNew: above(version, 2, 0), witness: attribute };
    case 'CoreApp':
      return { kind: 'core', version, witness: attribute };
    default:
      return byReferences(library.references);
  }
}

function byReferences(references: readonly AssemblyReference[]): TargetFramework {
  const find = (name: string) => references.find((one) => one.name.toLowerCase() === name);
  const classic = find('mscorlib');
  if (classic !== undefined)
    return {
      kind: 'framework',
      version: classic.version.split('.').slice(0, 2).join('.'),
      witness: 'mscorlib',
    };
  const standard = find('netstandard');
  if (standard !== undefined) {
    const version = standard.version.split('.').slice(0, 2).join('.');
    return { kind: 'standard', version, tooNew: above(version, 2, 0), witness: 'netstandard' };
  }
  if (find('system.private.corelib') !== undefined)
    return { kind: 'core', version: '', witness: 'System.Private.CoreLib' };
  const runtime = find('system.runtime');
  if (runtime === undefined) return { kind: 'unknown', witness: 'no core library' };
  // 4.1 and less: .NET Standard 1.x; 4.2.1 and more: .NET Core 2.1 and later, .NET 5 and later as their own number.
  if (!above(runtime.version, 4, 1))
    return { kind: 'standard', version: '1.x', tooNew: false, witness: 'System.Runtime' };
  const major = Number(runtime.version.split('.')[0]);
  return { kind: 'core', version: major >= 5 ? `${major}.0` : '', witness: 'System.Runtime' };
}

export function frameworkText(built: TargetFramework): string {
  switch (built.kind) {
    case 'framework':
      return `.NET Framework ${built.version}`;
    case 'standard':
      return `.NET Standard ${built.version}`;
    case 'core': {
      const old = built.version === '' || Number(built.version.split('.')[0]) < 5;
      return `${old ? '.NET Core' : '.NET'} ${built.version}`.trim();
    }
    case 'unknown':
      return 'an unknown runtime';
  }
}

function above(version: string, major: number, minor: number): boolean {
  const [a = 0, b = 0] = version.split('.').map(Number);
  return a > major || (a === major && b > minor);
}
