import { expect } from 'vitest';
import type { Verdict } from '../../src/engine/probe.ts';

/**
 * What no verdict may say to a person, whatever its facts: every table of verdicts is read by this too. The facts must
 * be of a shape that a probe gives.
 */
export function readWords<V extends Verdict | undefined>(verdict: V): V {
  if (verdict !== undefined) expect(slips(verdict), JSON.stringify(verdict, undefined, 1)).toEqual([]);
  return verdict;
}

/** What went wrong while words were put together. */
export function slips({ status, message, expected, found, evidence = [], remedy }: Verdict): string[] {
  const steps = remedy?.steps ?? [];
  const said = [
    message,
    expected,
    found,
    remedy?.why,
    ...evidence.flatMap(({ label, value }) => [label, value]),
    ...steps.flatMap(({ text, command }) => [text, command]),
  ].filter((text) => text !== undefined);
  const shapes = said.flatMap((text) =>
    badShapes.flatMap(([what, shape]) => (shape.test(text) ? [`${what}: ${text}`] : [])),
  );
  const doubled = evidence.flatMap(({ label, value }) =>
    value.startsWith(`${label}: `) || /^(.+): \1$/.test(value) ? [`said twice: ${label}: ${value}`] : [],
  );
  return [
    ...shapes,
    ...doubled,
    ...(message.trim() === '' ? ['no message'] : []),
    ...(found !== undefined && found.length > 12 && remedy?.why.includes(found)
      ? [`found again in why: ${found}`]
      : []),
    ...((status === 'fail' || status === 'warn') && remedy === undefined ? ['no remedy'] : []),
    ...steps.flatMap(({ command }) =>
      command !== undefined && (loneCmdlet.test(command) || command.includes('\\"'))
        ? [`not for cmd and PowerShell both: ${command}`]
        : [],
    ),
  ];
}

const badShapes: readonly (readonly [string, RegExp])[] = [
  ['a value that is not there', /\bundefined\b|\bNaN\b|\[object /],
  [
    'one of many',
    /(?<!of |[\d.,])1 (?:users|rows|columns|attributes|minutes|days|hosts|events|errors|entries|classes)\b/,
  ],
  ['an empty name', /: \.(?:\s|$)|(?<!\w)\(\)| ,|\bthe account ;/],
];

/** A cmdlet by itself runs in PowerShell only. */
const loneCmdlet =
  /^(?:Add|Copy|Get|Import|Invoke|New|Remove|Resolve|Restart|Select|Set|Start|Stop|Test|Unblock)-[A-Z]\w+/;
