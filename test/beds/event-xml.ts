/** Events as Windows Server renders them to XML (EvtRender): what stands in them is a program's, here made up. */

export interface MadeEvent {
  readonly provider: string;
  readonly id?: number;
  readonly level?: number;
  /** ISO 8601. */
  readonly at?: string;
  readonly data?: readonly string[];
  readonly log?: string;
  readonly computer?: string;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll("'", '&apos;');

/** Of a program that writes by the old interface (System.Diagnostics.EventLogTraceListener). */
export function classicEvent(event: MadeEvent): string {
  const { provider, id = 0, level = 2, at = '2026-11-23T14:05:06.123Z', log = 'ECMA2Host' } = event;
  const time = at.replace('Z', '4567Z');
  const data = (event.data ?? []).map((one) => `<Data>${escaped(one)}</Data>`).join('');
  return `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='${escaped(provider)}'/><EventID Qualifiers='0'>${id}</EventID><Version>0</Version><Level>${level}</Level><Task>0</Task><Opcode>0</Opcode><Keywords>0x80000000000000</Keywords><TimeCreated SystemTime='${time}'/><EventRecordID>4711</EventRecordID><Correlation/><Execution ProcessID='0' ThreadID='0'/><Channel>${log}</Channel><Computer>${event.computer ?? 'SRV01.contoso.example'}</Computer><Security/></System><EventData>${data}</EventData></Event>`;
}

/** Of the service control manager: named data, and a binary copy of the service's name. */
export function serviceEvent(id: number, params: readonly string[], at?: string): string {
  const data = params.map((one, index) => `<Data Name='param${index + 1}'>${escaped(one)}</Data>`).join('');
  return `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Service Control Manager' Guid='{555908d1-a6d7-4695-8e1e-26931d2012f4}' EventSourceName='Service Control Manager'/><EventID Qualifiers='49152'>${id}</EventID><Version>0</Version><Level>2</Level><Task>0</Task><Opcode>0</Opcode><Keywords>0x8080000000000000</Keywords><TimeCreated SystemTime='${(at ?? '2026-11-23T10:00:00.000Z').replace('Z', '1234Z')}'/><EventRecordID>990</EventRecordID><Correlation/><Execution ProcessID='712' ThreadID='3120'/><Channel>System</Channel><Computer>SRV01</Computer><Security/></System><EventData>${data}<Binary>45004300</Binary></EventData></Event>`;
}
