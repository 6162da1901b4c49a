import { isListOf, isNumber, isRecord, isText, isTruth, may, type Test } from '../../child/shape.ts';
import type { Answer, WindowsStage } from './protocol.ts';

/** Is that an answer of the child? What does not fit is none at all, and nobody judges by it. */
export function isAnswer(
  given: Readonly<Record<string, unknown>>,
): given is Readonly<Record<string, unknown>> & Answer {
  const { ok, entries, referrals, controls, tls, stage, code, text, tooMuch } = given;
  if (!may(entries, listOf(isEntry))) return false;
  if (ok === true) return may(referrals, isCount) && may(controls, listOf(isControl)) && may(tls, isTls);
  return (
    ok === false && stages.has(stage) && isNumber(code) && isText(text) && may(tooMuch, (it) => it === true)
  );
}

const stages: ReadonlySet<unknown> = new Set<WindowsStage>([
  'library',
  'connection',
  'start-tls',
  'bind',
  'operation',
]);

const listOf =
  (test: Test): Test =>
  (value) =>
    isListOf(value, test);

function isCount(value: unknown): boolean {
  return isNumber(value) && Number(value) >= 0;
}

function isEntry(value: unknown): boolean {
  return isRecord(value) && isText(value.dn) && isListOf(value.attributes, isAttribute);
}

/** Its name and its values. */
function isAttribute(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && isText(value[0]) && isListOf(value[1], isText);
}

function isControl(value: unknown): boolean {
  return isRecord(value) && isText(value.oid) && isTruth(value.critical) && may(value.value, isText);
}

function isTls(value: unknown): boolean {
  return isRecord(value) && isCount(value.protocol) && isCount(value.cipher) && isCount(value.strength);
}
