import { requirement } from '../../requirements/index.ts';
import { driverGeneration, driverKind } from './driver-names.ts';

/** How long Microsoft mends a driver for SQL Server (SQL-02, "Support lifecycle of the ODBC driver"). */
export interface DriverSupport {
  /** `note`: only its mainstream support is over. */
  readonly state: 'supported' | 'note' | 'over';
  readonly text: string;
}

/** `observedAt`: ISO 8601. Undefined for drivers of others, and for generations that are newer than this list. */
export function supportOf(name: string, observedAt: string): DriverSupport | undefined {
  const kind = driverKind(name);
  if (kind === 'built-in')
    return { state: 'over', text: 'it comes with Windows for old programs, and gets no new features' };
  const generation = driverGeneration(name);
  const dates = requirement('SQL-02').values.supportEnds.find((one) => one.generation === generation);
  if (dates === undefined)
    return kind === 'retired'
      ? { state: 'over', text: 'Microsoft has retired it, and mends it no more' }
      : undefined;
  const { mainstream, extended } = dates;
  const today = observedAt.slice(0, 10);
  const last = extended ?? mainstream;
  if (today > last) return { state: 'over', text: `its support ended on ${dayText(last)}` };
  if (today > mainstream)
    return {
      state: 'note',
      text: `its mainstream support ended on ${dayText(mainstream)}; fixes end on ${dayText(last)}, for those with extended support`,
    };
  return { state: 'supported', text: `supported until ${dayText(mainstream)}` };
}

const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];

/** `12 October 2027`, of an ISO day. */
function dayText(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${date} ${months[(month ?? 1) - 1]} ${year}`;
}
