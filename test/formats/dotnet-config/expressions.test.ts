import { expect, it } from 'vitest';
import { matchesAny } from '../../../src/formats/dotnet-config/expressions.ts';
import { defaultProxyIn } from '../../../src/formats/dotnet-config/read-config.ts';
import { bypassesProxy } from '../../../src/platform/proxy-bypass.ts';

it('many expressions that go on for hours take a second in all, whatever is asked by them', () => {
  const endless = Array.from({ length: 400 }, (_, at) => `(a+)+${at}$`);
  for (let at = 0; at < 60; at += 1)
    expect(matchesAny(endless, `https://${'a'.repeat(50)}.h${at}`)).toBeUndefined();
  // What needs no clock is still told.
  expect(matchesAny([...endless, '^https://a'], 'https://a.example')).toBe(true);
});

it('a list of exceptions of 1 MB is read in no time to speak of, in its order', () => {
  const adds = Array.from({ length: 40_000 }, (_, at) => `<add address="a${at % 30_000}"/>`).join('');
  const list = `${adds}<remove address="a1"/><add address="a1"/>`;
  const read = defaultProxyIn(
    Buffer.from(
      `<configuration><system.net><defaultProxy><proxy proxyaddress="http://p:1"/><bypasslist>${list}</bypasslist></defaultProxy></system.net></configuration>`,
    ),
  );
  const told = JSON.stringify(read);
  expect(told.match(/"a2"/g)).toHaveLength(2);
  expect(told.match(/"a1"/g)).toHaveLength(1);
  expect(told.indexOf('"a1"')).toBeGreaterThan(told.indexOf('"a29999"'));
});

it('a list of exceptions with many stars is read in no time to speak of', () => {
  const host = 'a'.repeat(200);
  expect(bypassesProxy(`${'*a'.repeat(60)}*b`, host, 443)).toBe(false);
  expect(bypassesProxy(`${'*a'.repeat(60)}*`, host, 443)).toBe(true);
  expect(bypassesProxy('ab*ba', 'aba', 443)).toBe(false);
  expect(bypassesProxy('a*b*a', 'a.b.a', 443)).toBe(true);
  expect(bypassesProxy('a*b*c', 'a.c.c', 443)).toBe(false);
});
