import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readerFor } from '../../../src/engine/facts.ts';
import { connectorRuntimeProbe, judgeRuntime } from '../../../src/probes/connector/runtime.ts';
import { monoInstalled } from '../../beds/mono.ts';
import { noFacts } from '../../facts.ts';
import { withCore, withCorFlags, withMachine } from '../../formats/dotnet/patch.ts';
import { settingsFrom } from '../context.ts';
import { ask, type Libraries, makeLibraries, remedyText } from './libraries.ts';

const standardToken = 'cc7b13ffcd2ddd51';
const runtimeToken = 'b03f5f7f11d50a3a';

describe.runIf(monoInstalled())('connector.runtime', () => {
  let made: Libraries;

  beforeAll(async () => {
    made = await makeLibraries();
  });

  afterAll(() => made.remove());

  const plain = async (): Promise<Uint8Array> => readFile(await made.connector('NO_TARGET', 'CORE_NAMES'));

  it.each<[string, () => Promise<Uint8Array>, string]>([
    [
      '.NET Framework, by its attribute',
      async () => readFile(await made.connector()),
      'pass: .NET Framework 4.7.2, any processor',
    ],
    ['.NET Framework, by its references', plain, 'pass: .NET Framework 4.0, any processor'],
    [
      '.NET Standard 2.0',
      async () => withCore(await plain(), 'netstandard', [2, 0, 0, 0], standardToken),
      'pass: .NET Standard 2.0, any processor',
    ],
    [
      '.NET Standard 2.1',
      async () => withCore(await plain(), 'netstandard', [2, 1, 0, 0], standardToken),
      'warn: built for .NET Standard 2.1',
    ],
    [
      '.NET 8',
      async () => withCore(await plain(), 'System.Runtime', [8, 0, 0, 0], runtimeToken),
      'warn: built for .NET 8.0',
    ],
    [
      '.NET Core 3',
      async () => withCore(await plain(), 'System.Runtime', [4, 2, 2, 0], runtimeToken),
      'warn: built for .NET Core',
    ],
    [
      '.NET Standard 1',
      async () => withCore(await plain(), 'System.Runtime', [4, 1, 2, 0], runtimeToken),
      'pass: .NET Standard 1.x, any processor',
    ],
    ['32-bit only', async () => withCorFlags(await plain(), 3), 'warn: 32-bit only'],
    ['C++/CLI, 32-bit', async () => withCorFlags(await plain(), 0), 'warn: 32-bit only'],
    ['ARM', async () => withMachine(await plain(), 0xaa64), 'warn: built for the processor ARM64'],
  ])('%s', async (name, make, expected) => {
    const path = await made.file(`${name.replaceAll(/\W/g, '-')}/Contoso.Ticketing.dll`, await make());
    const { verdict } = await ask(connectorRuntimeProbe, path);
    expect(`${verdict.status}: ${verdict.message}`).toBe(expected);
    if (verdict.status === 'warn')
      expect(remedyText(verdict)).toContain("not confirmed by Microsoft's documents");
  });

  it('x86 and x64, as the compiler makes them', async () => {
    const x86 = await made.into('x86', { source: 'connector', file: 'X.dll', options: ['-platform:x86'] });
    const x64 = await made.into('x64', { source: 'connector', file: 'X.dll', options: ['-platform:x64'] });
    expect((await ask(connectorRuntimeProbe, x86)).verdict).toMatchObject({
      status: 'warn',
      message: '32-bit only',
    });
    expect((await ask(connectorRuntimeProbe, x64)).verdict).toMatchObject({
      status: 'pass',
      message: '.NET Framework 4.7.2, 64-bit',
    });
    // A 64-bit image without IL only: as C++/CLI makes it.
    const mixed = await made.file('mixed/X.dll', mixed64(await readFile(x64)));
    expect((await ask(connectorRuntimeProbe, mixed)).verdict).toMatchObject({
      status: 'warn',
      message: 'holds native code (C++/CLI)',
    });
  });

  it('names what does not lie beside it', async () => {
    const base = await made.into('deps', { source: 'others', symbols: ['BASE'], file: 'Contoso.Base.dll' });
    const beside = [base];
    const together = await made.into('deps', {
      source: 'others',
      symbols: ['DERIVED'],
      file: 'F.dll',
      beside,
    });
    expect((await ask(connectorRuntimeProbe, together)).verdict.status).toBe('pass');
    const alone = await made.into('alone', { source: 'others', symbols: ['DERIVED'], file: 'F.dll', beside });
    const { verdict } = await ask(connectorRuntimeProbe, alone);
    expect(verdict).toMatchObject({ status: 'warn', message: 'Contoso.Base.dll is missing' });
    expect(remedyText(verdict)).toContain('Copy Contoso.Base.dll beside the library');
    expect(verdict.evidence).toContainEqual({
      label: 'Refers to',
      value: 'Contoso.Base 1.0.0.0 (missing), mscorlib 4.0.0.0',
    });
  });
});

/** The flag in a PE32+ file lies elsewhere: found by what stands before it in the CLI header. */
function mixed64(bytes: Uint8Array): Buffer {
  const copy = Buffer.from(bytes);
  const header = copy.indexOf(Buffer.from([0x48, 0, 0, 0, 2, 0, 5, 0]));
  copy.writeUInt32LE(0, header + 16);
  return copy;
}

describe('judgeRuntime, recorded', () => {
  const settings = settingsFrom({});
  /** `release`: what Windows tells of .NET Framework; undefined: it was not asked. */
  const judge = (runs: object, release?: number | null): string => {
    const facts = {
      usable: true,
      library: '/srv/X.dll',
      runs: {
        runtimeVersion: 'v4.0.30319',
        machine: 'I386',
        bits: 'any' as const,
        mixed: false,
        references: [],
        missing: [],
        ...runs,
      },
    };
    const full =
      typeof release === 'number'
        ? { state: 'seen', value: { writtenAt: '', values: { Release: { type: 'dword', data: release } } } }
        : { state: 'denied' };
    const uses =
      release === undefined
        ? noFacts
        : readerFor(undefined, (id) => (id === 'server.dotnet' ? { usable: true, full } : undefined));
    const verdict = judgeRuntime({ facts, settings, observedAt: '', uses });
    return `${verdict.status}: ${verdict.message}`;
  };
  const reference = (name: string, version: string) => ({ name, version, culture: '', token: '' });

  it.each([
    ['.NETFramework,Version=v4.8', 'pass: .NET Framework 4.8, any processor'],
    ['.NETFramework,Version=v3.5,Profile=Client', 'pass: .NET Framework 3.5, any processor'],
    ['.NETStandard,Version=v2.0', 'pass: .NET Standard 2.0, any processor'],
    ['.NETStandard,Version=v2.1', 'warn: built for .NET Standard 2.1'],
    ['.NETCoreApp,Version=v3.1', 'warn: built for .NET Core 3.1'],
    ['.NETCoreApp,Version=v9.0', 'warn: built for .NET 9.0'],
    ['nonsense', 'unknown: for which .NET is not told'],
  ])('%s', (target, expected) => {
    expect(judge({ target })).toBe(expected);
  });

  it.each<[string, string, number | null, string]>([
    ['newer than the server', 'v4.8.1', 461_814, 'warn: built for .NET Framework 4.8.1, here is 4.7.2'],
    ['newer by one step', 'v4.8', 461_308, 'warn: built for .NET Framework 4.8, here is 4.7.1'],
    [
      'a newer one, and old servers',
      'v4.7.2',
      394_802,
      'warn: built for .NET Framework 4.7.2, here is 4.6.2',
    ],
    ['the same', 'v4.8.1', 533_509, 'pass: .NET Framework 4.8.1, any processor'],
    ['older', 'v4.5.2', 461_814, 'pass: .NET Framework 4.5.2, any processor'],
    ['not known here', 'v4.8.1', null, 'pass: .NET Framework 4.8.1, any processor'],
  ])('target framework against server.dotnet: %s', (_name, version, release, expected) => {
    expect(judge({ target: `.NETFramework,Version=${version}` }, release)).toBe(expected);
  });

  it('.NET Standard 2.0 asks for no later .NET Framework, and 32-bit only comes first', () => {
    expect(judge({ target: '.NETStandard,Version=v2.0' }, 461_308)).toMatch(/^pass/);
    expect(judge({ target: '.NETFramework,Version=v4.8.1', bits: '32' }, 461_308)).toBe('warn: 32-bit only');
  });

  it('takes the references where there is no attribute', () => {
    expect(judge({ references: [reference('System.Private.CoreLib', '8.0.0.0')] })).toBe(
      'warn: built for .NET Core',
    );
    expect(judge({ references: [reference('mscorlib', '2.0.0.0')] })).toMatch(/^pass: .NET Framework 2.0/);
  });

  it('counts what is missing', () => {
    expect(judge({ missing: ['A', 'B'] })).toBe('warn: 2 libraries are missing');
  });
});
