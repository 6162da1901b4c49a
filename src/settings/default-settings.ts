import type { Settings } from './schema.ts';

/**
 * What holds when there is no `.ecmarc`: what the schema makes of an empty one (a test holds them together). Written
 * out, so that a start without a file loads no schema.
 */
export const defaultSettings: Settings = {
  profile: 'preview-2021',
  tenant: { cloud: 'public', signIn: { method: 'none' } },
  network: {},
  host: { folder: 'C:\\Program Files\\Microsoft ECMA2Host', port: 8585 },
  connectors: [],
  probes: { deadlines: {}, waive: [] },
  attest: { testDataOnly: false, notASource: false, licence: false, targetWritable: [] },
};
