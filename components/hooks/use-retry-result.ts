import { useCallback, useEffect, useRef } from 'react';
import type { DoctorView } from '../../src/doctor/view.ts';
import { type PendingRetry, retryResult } from '../commands/retry-result.ts';

/** Says once what has come of a retry: a key that seems to do nothing is pressed again. */
export function useRetryResult(view: DoctorView, say: (text: string) => void): (id?: string) => void {
  const retry = useRef<PendingRetry>(undefined);
  const begun = useRef<DoctorView>(view);
  useEffect(() => {
    begun.current = view;
    if (retry.current === undefined || retry.current.before === view) return;
    const outcome = retryResult(retry.current, view);
    if (outcome === undefined) return;
    retry.current = undefined;
    if (outcome !== '') say(outcome);
  }, [view, say]);
  return useCallback((id) => {
    retry.current = { id, before: begun.current };
  }, []);
}
