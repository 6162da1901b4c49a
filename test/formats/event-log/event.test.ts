import { describe, expect, it } from 'vitest';
import { readEvent } from '../../../src/formats/event-log/event.ts';
import { classicEvent, serviceEvent } from '../../beds/event-xml.ts';

describe('an event as Windows renders it', () => {
  it('of a program with the old interface', () => {
    const xml = classicEvent({
      provider: 'ConnectorsLog',
      id: 5,
      data: ['Größe <b> & "x"', '接続できません'],
      at: '2026-11-23T14:05:06.123Z',
    });
    expect(readEvent(xml)).toEqual({
      provider: 'ConnectorsLog',
      id: 5,
      level: 2,
      at: '2026-11-23T14:05:06.123Z',
      data: ['Größe <b> & "x"', '接続できません'],
    });
  });

  it('of the service control manager', () => {
    expect(readEvent(serviceEvent(7041, ['AADConnectProvisioningAgent', 'NT SERVICE\\x']))).toMatchObject({
      provider: 'Service Control Manager',
      id: 7041,
      data: ['AADConnectProvisioningAgent', 'NT SERVICE\\x'],
    });
  });

  it('with data of its own, and without any', () => {
    const system = "<System><Provider Name='P'/><EventID>1</EventID></System>";
    expect(
      readEvent(`<Event>${system}<UserData><x:A xmlns:x='u'><B>one</B><B>two</B></x:A></UserData></Event>`)
        ?.data,
    ).toEqual(['onetwo']);
    expect(readEvent(`<Event>${system}</Event>`)).toEqual({
      provider: 'P',
      id: 1,
      level: 0,
      at: '',
      data: [],
    });
  });

  it('keeps the names that its data have', () => {
    const system = "<System><Provider Name='P'/><EventID>1</EventID></System>";
    const data = "<EventData><Data Name='param1'>a</Data><Data Name='Password'>b</Data></EventData>";
    expect(readEvent(`<Event>${system}${data}</Event>`)?.data).toEqual(['a', 'Password=b']);
  });

  it.each([
    ['control characters', 'a\u0001\u001b[31mb', 'a[31mb'],
    ['half a character', 'a\ud800b', 'a\ufffdb'],
    ['what is no character', 'a\ufffeb', 'ab'],
  ])('holds %s', (_name, written, read) => {
    expect(readEvent(classicEvent({ provider: 'P', data: [written] }))?.data).toEqual([read]);
  });

  it('leaves out references to what XML cannot hold, and keeps the others', () => {
    const xml = classicEvent({ provider: 'P', data: ['@'] }).replace('@', '&#1;&#x1B;&#xD800;&#65;&#x1F600;');
    expect(readEvent(xml)?.data).toEqual(['A\u{1f600}']);
  });

  it.each([
    ['nothing', ''],
    ['no XML', '<Event><System>'],
    ['another document', '<Events/>'],
    ['no provider', '<Event><System/></Event>'],
    ['nested without end', '<Event>'.repeat(5000)],
    [
      'an entity from elsewhere',
      `<!DOCTYPE Event [<!ENTITY x SYSTEM "file:///etc/passwd">]><Event><System><Provider Name='P'/></System><EventData><Data>&x;</Data></EventData></Event>`,
    ],
  ])('%s is none', (_name, xml) => {
    expect(readEvent(xml)).toBeUndefined();
  });
});
