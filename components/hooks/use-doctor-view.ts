import { useCallback, useRef, useSyncExternalStore } from 'react';
import type { Doctor, DoctorView } from '../../src/doctor/view.ts';

/**
 * The view to draw, and what takes the newest one. It is what the doctor knew when it last told of changes, in batches:
 * who only moves sees that again, and does not wait for a view of thousands of rows to be made. Before anything else is
 * done or said, the newest is taken. So all that a view shows must be told (`Ledger.touch`).
 */
export function useDoctorView(doctor: Doctor): readonly [view: DoctorView, catchUp: () => void] {
  const told = useRef<DoctorView>(undefined);
  const catchUp = useCallback(() => {
    told.current = undefined;
  }, []);
  const subscribe = useCallback(
    (listener: () => void) => {
      const take = (): void => {
        catchUp();
        listener();
      };
      // What has changed since the first render nobody told of.
      take();
      return doctor.subscribe(take);
    },
    [doctor, catchUp],
  );
  const snapshot = useCallback(() => (told.current ??= doctor.view()), [doctor]);
  return [useSyncExternalStore(subscribe, snapshot), catchUp];
}
