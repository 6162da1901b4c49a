/**
 * GeneralizedTime (RFC 4517, 3.3.13) as ISO 8601; undefined where it is none. Fractions of a second are kept to the
 * millisecond; minutes and seconds may lack, fractions of hours and minutes are not read.
 */
export function fromGeneralizedTime(text: string): string | undefined {
  const parts =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(?:(\d\d)(?:(\d\d)(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d\d(?:\d\d)?)$/.exec(
      text.trim(),
    );
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute = '00', second = '00', fraction = '0', zone = 'Z'] = parts;
  const away = zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3) || '00'}`;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}${away}`;
  const at = Date.parse(iso);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

/** In whole seconds, as all servers take it in a filter. */
export function toGeneralizedTime(at: Date): string {
  return `${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;
}
