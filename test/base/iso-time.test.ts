import { expect, it } from 'vitest';
import { isoTime } from '../../src/base/iso-time.ts';

it('a time of a file or a certificate that no date can hold is no crash', () => {
  expect([9_999_999_999_999_000, Number.NaN, new Date(Number.NaN)].map(isoTime)).toEqual(
    Array(3).fill('1970-01-01T00:00:00.000Z'),
  );
  expect([isoTime(8_640_000_000_000_000), isoTime(-1)]).toEqual([
    '+275760-09-13T00:00:00.000Z',
    '1969-12-31T23:59:59.999Z',
  ]);
});
