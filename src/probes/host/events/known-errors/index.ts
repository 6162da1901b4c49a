import type { Remedy } from '../../../../engine/probe.ts';
import type { Settings } from '../../../../settings/schema.ts';
import { fix } from '../../../common/fix.ts';
import { restartHost, troubleshooting } from '../../../common/host-steps.ts';
import { documentedErrors, serviceErrors } from './documented.ts';
import type { KnownError } from './known-error.ts';
import { type ErrorMarks, marksOf } from './marks.ts';
import { databaseErrors } from './of-databases.ts';
import { directoryErrors } from './of-directories.ts';
import { libraryErrors, loadErrors, machineErrors } from './of-dotnet.ts';
import { requestErrors } from './of-requests.ts';
import { serverDownError } from './server-down.ts';

/**
 * One table of causes, in this order: the first that fits speaks for an event. What a code means at a row comes from that
 * row's own table: sql.login, sql.odbc, network.sign-in (decisions: host.events).
 */
const knownErrors: readonly KnownError[] = [
  ...libraryErrors,
  ...documentedErrors,
  ...loadErrors,
  ...databaseErrors,
  ...directoryErrors,
  serverDownError,
  ...machineErrors,
  ...requestErrors,
  ...serviceErrors,
];

export type { KnownError } from './known-error.ts';

export function knownErrorOf(event: Pick<ErrorMarks, 'provider' | 'id' | 'text'>): KnownError | undefined {
  const marks = marksOf(event);
  return knownErrors.find(({ fits }) => fits(marks));
}

/** The errors that the catalogue lists, in its order. */
export const errorIds = [...new Set(knownErrors.map(({ id }) => id))]
  .filter((id) => id.startsWith('ERR-'))
  .toSorted();

/** The remedies of some, each step once, in their order. */
export function remedyFor(errors: readonly KnownError[], settings: Settings): Remedy {
  const all = errors.flatMap((error) => error.steps(settings));
  // The service is started again when all else is done.
  const ordered = [
    ...all.filter((step) => step !== restartHost),
    ...all.filter((step) => step === restartHost),
  ];
  return fix(
    errors.map(({ why }) => why).join(' '),
    ...ordered.filter(({ text }, index) => ordered.findIndex((one) => one.text === text) === index),
    troubleshooting,
  );
}
