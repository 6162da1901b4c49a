import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectorDeltaImportProbe } from '../../../src/probes/connector/delta-import.ts';
import { monoInstalled } from '../../beds/mono.ts';
import { ask, type Libraries, makeLibraries, said } from './libraries.ts';

describe.runIf(monoInstalled())('connector.delta-import', () => {
  let made: Libraries;

  beforeAll(async () => {
    made = await makeLibraries();
  });

  afterAll(() => made.remove());

  const host = (deltaImport: boolean, name = 'Ticketing') => ({
    'host.settings': { usable: true, connectors: [{ name, deltaImport }] },
  });

  it.each<[string, readonly string[], Parameters<typeof said>[2], string]>([
    ['a hint, nothing asked', ['DELTA'], {}, 'pass: probably: a hint in its code'],
    ['a hint, asked', ['DELTA'], { delta: true }, 'unknown: probably: a hint in its code'],
    ['no hint', [], {}, 'pass: no: full import only'],
    ['no hint, asked', [], { delta: true }, 'warn: its code never sets DeltaImport'],
    ['no capabilities', ['NO_CAPABILITIES'], {}, 'pass: by default: it declares no capabilities'],
    [
      'no capabilities, asked',
      ['NO_CAPABILITIES'],
      { delta: true },
      'unknown: by default: it declares no capabilities',
    ],
    ['no import', ['NO_IMPORT'], {}, 'pass: no import at all'],
    ['no import, asked', ['NO_IMPORT'], { delta: true }, 'warn: it has no import at all'],
    ['proof', [], { delta: true, uses: host(true) }, "pass: yes, by the host's configuration"],
    ['proof against a hint', ['DELTA'], { uses: host(false) }, "pass: no, by the host's configuration"],
    [
      'proof against the wish',
      ['DELTA'],
      { delta: true, uses: host(false) },
      "warn: no, by the host's configuration",
    ],
    [
      'proof for another one',
      ['DELTA'],
      { uses: host(true, 'ticketing') },
      'pass: probably: a hint in its code',
    ],
  ])('%s', async (_name, symbols, options, expected) => {
    const library = await made.connector(...symbols);
    expect(await said(connectorDeltaImportProbe, library, options)).toBe(expected);
  });

  it('says which of the two it is', async () => {
    const { verdict } = await ask(connectorDeltaImportProbe, await made.connector('DELTA'), {
      uses: host(true),
    });
    expect(verdict.evidence).toContainEqual({ label: 'Proof', value: 'IsDeltaImportSupported: true' });
    expect(verdict.evidence).toContainEqual({ label: 'Hint', value: 'its code names set_DeltaImport' });
    expect(await said(connectorDeltaImportProbe, await made.other('RULES'))).toMatch(
      /^fail: no connector class/,
    );
  });
});
