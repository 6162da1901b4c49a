import { describe, expect, it } from 'vitest';
import { agentProxy } from '../../../src/platform/windows/agent-config.ts';

const file = (inner: string) =>
  `\uFEFF<?xml version="1.0" encoding="utf-8"?>\n<configuration>\n<!-- x --><startup/>${inner}\n</configuration>`;
const net = (inner: string) => file(`<system.net>${inner}</system.net>`);

describe('agentProxy', () => {
  it.each([
    ['no element', file(''), { kind: 'none' }],
    ['an empty element', net('<defaultProxy/>'), { kind: 'none' }],
    [
      'the system one',
      net('<defaultProxy><proxy usesystemdefault="True"/></defaultProxy>'),
      { kind: 'none' },
    ],
    [
      'switched off',
      net('<defaultProxy enabled="False"><proxy proxyaddress="http://p:1"/></defaultProxy>'),
      { kind: 'direct' },
    ],
    [
      "Microsoft's sample",
      net(
        '<defaultProxy enabled="true" useDefaultCredentials="true"><proxy usesystemdefault="true" proxyaddress="http://proxy.contoso.example:8080" bypassonlocal="true"/></defaultProxy>',
      ),
      { kind: 'proxy', address: 'http://proxy.contoso.example:8080', bypassLocal: true, bypass: [] },
    ],
    [
      'with exceptions',
      net(
        '<defaultProxy><bypasslist><add address="[a-z]+\\.contoso\\.example$"/><add/></bypasslist><proxy proxyaddress=" http://p:1 "/></defaultProxy>',
      ),
      { kind: 'proxy', address: 'http://p:1', bypassLocal: false, bypass: ['[a-z]+\\.contoso\\.example$'] },
    ],
    [
      'a script',
      net('<defaultProxy><proxy scriptLocation="http://pac/x"/></defaultProxy>'),
      { kind: 'script', address: 'http://pac/x' },
    ],
    [
      'in a comment',
      net('<!-- <defaultProxy><proxy proxyaddress="http://p:1"/></defaultProxy> -->'),
      { kind: 'none' },
    ],
    ['another file', '<other/>', { kind: 'unreadable', reason: 'it is not a .config file' }],
  ])('%s', (_name, xml, expected) => {
    expect(agentProxy(xml)).toEqual(expected);
  });

  it('quotes nothing of a broken or hostile file', () => {
    const hostile = [
      '<configuration><a secret="pa55',
      '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><configuration>&e;</configuration>',
      '',
    ];
    for (const xml of hostile) {
      const answer = agentProxy(xml);
      expect(answer.kind).toBe('unreadable');
      expect(JSON.stringify(answer)).not.toMatch(/pa55|passwd/);
    }
  });
});
