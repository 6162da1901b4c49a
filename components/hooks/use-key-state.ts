import { useCallback, useRef, useSyncExternalStore } from 'react';

/**
 * State that key presses change, as `useState` has it. React draws it at the end of the turn that changed it, as it does
 * with all stores outside of it; its own state waits for the scheduler's turn, behind whatever else is ready by then.
 */
export function useKeyState<T>(
  initial: T | (() => T),
): readonly [T, (change: T | ((before: T) => T)) => void] {
  const store = useRef<Store<T>>(undefined);
  store.current ??= { value: isMaker(initial) ? initial() : initial, listeners: new Set() };
  const { current } = store;
  const subscribe = useCallback(
    (listener: () => void) => {
      current.listeners.add(listener);
      return () => {
        current.listeners.delete(listener);
      };
    },
    [current],
  );
  const value = useSyncExternalStore(subscribe, () => current.value);
  const set = useCallback(
    (change: T | ((before: T) => T)) => {
      current.value = isUpdate(change) ? change(current.value) : change;
      for (const listener of current.listeners) listener();
    },
    [current],
  );
  return [value, set];
}

interface Store<T> {
  value: T;
  readonly listeners: Set<() => void>;
}

function isUpdate<T>(change: T | ((before: T) => T)): change is (before: T) => T {
  return typeof change === 'function';
}

function isMaker<T>(initial: T | (() => T)): initial is () => T {
  return typeof initial === 'function';
}
