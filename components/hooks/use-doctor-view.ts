import { useCallback, useSyncExternalStore } from 'react';
import type { Doctor, DoctorView } from '../../src/doctor/view.ts';

/** What the doctor knows now; renders again when that changes. */
export function useDoctorView(doctor: Doctor): DoctorView {
  const subscribe = useCallback((listener: () => void) => doctor.subscribe(listener), [doctor]);
  const snapshot = useCallback(() => doctor.view(), [doctor]);
  return useSyncExternalStore(subscribe, snapshot);
}
