import { textWidth } from '../text/text-width.ts';

/** An address in `room` cells: too long, it loses its domain, never its port; empty where not even that fits. */
export function shortAddress(address: string, room: number): string {
  if (textWidth(address) <= room) return address;
  const short = address.replace(/(?<=(?:^|[ /"(])[a-z0-9][a-z0-9_-]*)(?:\.[a-z0-9-]+)+(?=[:/, )"]|$)/gi, '');
  return textWidth(short) <= room && !/^\d+(?::\d+)?$/.test(short) ? short : '';
}
