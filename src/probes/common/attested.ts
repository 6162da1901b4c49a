import { defined } from '../../base/defined.ts';
import type { Attested, Rules } from '../../engine/probe.ts';
import { requirement } from '../../requirements/index.ts';
import type { Settings } from '../../settings/schema.ts';
import type { Scope } from '../define.ts';
import { writeTestOff } from './not-run.ts';

/** Answers that a person gave beforehand, under `attest` of `.ecmarc`. A key that is false is no answer. */

function answer(key: string, value: string, fails?: string): Attested {
  return { value, where: `attest.${key} in .ecmarc`, ...defined({ fails }) };
}

export function answeredTestData({ attest }: Settings): Attested | undefined {
  return attest.testDataOnly ? answer('testDataOnly', 'only test data') : undefined;
}

export function answeredNotASource({ attest }: Settings): Attested | undefined {
  return attest.notASource ? answer('notASource', 'not a source') : undefined;
}

export function answeredLicence({ attest }: Settings): Attested | undefined {
  return attest.licence ? answer('licence', 'P1 or P2 is owned') : undefined;
}

export function answeredType({ attest }: Settings): Attested | undefined {
  const { workforce } = requirement('CLD-07').values;
  const type = attest.tenantType;
  if (type === undefined) return undefined;
  if (type.trim().toUpperCase() === workforce) return answer('tenantType', workforce);
  return answer('tenantType', type, `${type} is not a workforce tenant (${workforce})`);
}

/**
 * The preview left countries out. A territory that its document does not settle is no answer under it; later
 * releases take every country.
 */
export function answeredCountry({ attest }: Settings, { profile }: Rules): Attested | undefined {
  const code = attest.country?.toUpperCase();
  if (code === undefined) return undefined;
  if (profile !== 'preview-2021') return answer('country', code);
  if (isUnclearCountry(code)) return undefined;
  const group = blockedGroup(code);
  if (group === undefined) return answer('country', code);
  return answer('country', code, leftOut(code, group));
}

export function leftOut(code: string, group: string): string {
  return `${code}: left out of the preview (${group})`;
}

/** Why the preview left a country out: the group that it belongs to. `code` is upper case. */
export function blockedGroup(code: string): string | undefined {
  const { blocked } = requirement('CLD-02').values;
  return Object.entries(blocked).find(([, codes]) => codes.includes(code))?.[0];
}

export function isUnclearCountry(code: string): boolean {
  return requirement('CLD-02').values.unclear.includes(code.toUpperCase());
}

/** The target's owner said that the account can write there. */
export function attestedWritable({ connector, settings }: Scope): Attested | undefined {
  return connector !== undefined && settings.attest.targetWritable.includes(connector.name)
    ? answer('targetWritable', 'the target can be written')
    : undefined;
}

/** The same for the write test: an answer to what it leaves open. Off, it stays "not allowed", which is no lack. */
export function attestedWriteTest(scope: Scope, id: string): Attested | undefined {
  return writeTestOff(scope, id) === undefined ? attestedWritable(scope) : undefined;
}
