import { isListOf, isNumber, isRecord, isText, isTruth, may } from '../child/shape.ts';
import type { Answer } from './protocol.ts';

/**
 * Is that an answer of the child? It shares its process with somebody else's driver, which may write where it must not: what
 * does not fit is no answer at all, and nobody judges by it.
 */
export function isAnswer(
  given: Readonly<Record<string, unknown>>,
): given is Readonly<Record<string, unknown>> & Answer {
  const { ok, info, rows, changed, cut, sets, diagnostics, steps, open, unavailable, cutOff } = given;
  if (ok === false)
    return isListOf(diagnostics, isDiagnostic) && may(unavailable, isUnavailable) && may(cutOff, isNumber);
  return (
    ok === true &&
    may(info, isInfo) &&
    may(rows, isRows) &&
    may(changed, isNumber) &&
    may(cut, isTruth) &&
    may(sets, (value) => isListOf(value, isRows)) &&
    may(diagnostics, (value) => isListOf(value, isDiagnostic)) &&
    may(steps, (value) => isListOf(value, isStep)) &&
    may(open, (value) => isListOf(value, isDiagnostic))
  );
}

/** Cells by column, as text or nothing. */
function isRows(value: unknown): boolean {
  return isListOf(
    value,
    (row) => isRecord(row) && Object.values(row).every((cell) => cell === null || isText(cell)),
  );
}

function isDiagnostic(value: unknown): boolean {
  return isRecord(value) && isText(value.state) && isNumber(value.native) && isText(value.text);
}

function isUnavailable(value: unknown): boolean {
  return isRecord(value) && (value.code === 'NO_MODULE' || value.code === 'NO_MANAGER') && isText(value.text);
}

function isStep(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { rows, changed, broken } = value;
  return may(rows, isRows) && may(changed, isNumber) && may(broken, (list) => isListOf(list, isDiagnostic));
}

const infoTexts = [
  'driver',
  'driverVersion',
  'driverOdbc',
  'engine',
  'engineVersion',
  'server',
  'database',
  'user',
];

function isInfo(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { readOnly, escape: sign, transactions } = value;
  return (
    infoTexts.every((name) => isText(value[name])) &&
    isTruth(readOnly) &&
    may(sign, isText) &&
    may(transactions, isNumber)
  );
}
