/** Compares two to four numbers with dots, one by one; undefined when one is no version. */
export function isOlder(version: string, than: string): boolean | undefined {
  const [one, other] = [version, than].map((text) =>
    /^\d{1,9}(\.\d{1,9}){1,3}$/.test(text) ? text.split('.').map(Number) : undefined,
  );
  if (one === undefined || other === undefined) return undefined;
  for (let place = 0; place < 4; place += 1) {
    const difference = (one[place] ?? 0) - (other[place] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
