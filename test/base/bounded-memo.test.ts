import { expect, test } from 'vitest';
import { boundedMemo } from '../../src/base/bounded-memo.ts';

test('asks once for each text in each place, and forgets before it holds too much', () => {
  const asked: string[] = [];
  const memo = boundedMemo((text, place) => {
    asked.push(`${place}:${text}`);
    return text.toUpperCase();
  });
  expect([memo('a', 'x'), memo('a', 'x'), memo('a', 'y')]).toEqual(['A', 'A', 'A']);
  expect(asked).toEqual(['x:a', 'y:a']);
  for (let number = 0; number < 20_000; number += 1) memo(String(number), 'x');
  expect(memo('a', 'x')).toBe('A');
  expect(asked.filter((one) => one === 'x:a')).toHaveLength(2);
});

test('keeps nothing of long texts', () => {
  let asked = 0;
  const memo = boundedMemo(() => {
    asked += 1;
    return asked;
  });
  const long = 'a'.repeat(2001);
  expect([memo(long, ''), memo(long, '')]).toEqual([1, 2]);
});
