import { useCallback, useRef, useSyncExternalStore } from 'react';
import type { Doctor, DoctorView } from '../../src/doctor/view.ts';

/**
 * What the doctor knew when it last told of changes; renders again then. A key press in between draws with what is known
 * already: making a view of thousands of rows does not stand between it and its answer, and neither does drawing that
 * view, which has a turn of its own.
 */
export function useDoctorView(doctor: Doctor): DoctorView {
  const told = useRef<DoctorView>(undefined);
  const subscribe = useCallback(
    (listener: () => void) => {
      const take = (): void => {
        const view = doctor.view();
        setImmediate(() => {
          told.current = view;
          listener();
        });
      };
      // What has changed since the first render nobody told of.
      take();
      return doctor.subscribe(take);
    },
    [doctor],
  );
  const snapshot = useCallback(() => (told.current ??= doctor.view()), [doctor]);
  return useSyncExternalStore(subscribe, snapshot);
}
