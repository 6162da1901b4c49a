/** Replaced by the bundler with package.json's version. */
declare const ECMA_DOCTOR_VERSION: string;

export const tool = { name: 'ecma-doctor', version: ECMA_DOCTOR_VERSION } as const;
