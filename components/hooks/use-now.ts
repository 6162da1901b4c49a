import { useEffect, useReducer } from 'react';

/** The time of this paint, and a paint every `interval` ms while `active`; no timer exists otherwise. */
export function useNow(interval: number, active: boolean): number {
  const [, paint] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    if (!active) return undefined;
    const timer = setInterval(paint, interval);
    return () => clearInterval(timer);
  }, [interval, active]);
  return Date.now();
}
