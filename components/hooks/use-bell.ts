import { useEffect, useRef } from 'react';
import type { DoctorRow, DoctorView } from '../../src/doctor/view.ts';

/** Calls `ring` once for every watched row that has come to pass. */
export function useBell(view: DoctorView, onPass: (row: DoctorRow) => void): void {
  const watched = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    for (const row of view.rows) if (watched.current.has(row.id) && row.status === 'pass') onPass(row);
    watched.current = new Set(
      view.rows.filter((row) => row.watched !== undefined && row.status !== 'pass').map((row) => row.id),
    );
  }, [view, onPass]);
}
