/** FILETIME: 100 ns since 1601 UTC (minwinbase.h), little endian, as ISO 8601. */
export function fileTime(bytes: Buffer): string {
  const milliseconds = bytes.readBigUInt64LE(0) / 10_000n - 11_644_473_600_000n;
  const date = new Date(Number(milliseconds));
  return Number.isNaN(date.getTime()) ? new Date(0).toISOString() : date.toISOString();
}
