/** ISO 8601; of a time that is none or beyond what dates can hold (file systems and certificates have such) the year 1970. */
export function isoTime(at: Date | number): string {
  const date = new Date(at);
  return (Number.isNaN(date.getTime()) ? new Date(0) : date).toISOString();
}
