import { useInput } from 'ink';
import { createContext, use, useCallback, useLayoutEffect, useReducer, useRef } from 'react';
import { type Press, pressesOf } from './press.ts';

export type PressHandler = (press: Press) => void;

interface KeyReceiver {
  current: PressHandler;
  /** Takes typed text: what was typed or pasted at once comes as one press. */
  readonly text: boolean;
}

/** Components that want the keys now, the innermost last. */
export const KeyReceiverContext = createContext<Set<KeyReceiver> | undefined>(undefined);

/** While mounted, this component gets the key presses (all but Ctrl+C and Ctrl+L, which are the screen's). */
export function useKeyPresses(handler: PressHandler, { text }: { readonly text: boolean }): void {
  const receivers = use(KeyReceiverContext);
  const receiver = useRef<KeyReceiver>({ current: handler, text });
  useLayoutEffect(() => {
    receiver.current.current = handler;
  });
  useLayoutEffect(() => {
    const mine = receiver.current;
    receivers?.add(mine);
    return () => {
      receivers?.delete(mine);
    };
  }, [receivers]);
}

const always = new Set(['ctrl+c', 'ctrl+l']);

/**
 * Reads the keyboard for the whole screen. Over a slow line several presses arrive together: each is handled only
 * when the screen stands as the one before has left it. `onCrash` hears of a handler that threw: no error boundary
 * would.
 */
export function useKeyboard(handler: PressHandler, onCrash: (error: unknown) => void): Set<KeyReceiver> {
  const receivers = useRef(new Set<KeyReceiver>()).current;
  const queue = useRef<Press[]>([]);
  const latest = useRef(handler);
  const [handled, settle] = useReducer((count: number) => count + 1, 0);
  const settled = useRef(0);
  const started = useRef(0);
  const drain = useCallback(() => {
    const press = queue.current.shift();
    if (press === undefined || started.current > settled.current) {
      if (press !== undefined) queue.current.unshift(press);
      return;
    }
    started.current += 1;
    settle();
    const top = [...receivers].at(-1);
    try {
      if (top === undefined || always.has(press.name)) latest.current(press);
      else top.current(top.text ? joinTyped(press, queue.current) : press);
    } catch (error) {
      onCrash(error);
    }
  }, [receivers, onCrash]);
  useLayoutEffect(() => {
    latest.current = handler;
  });
  // The press is in the picture now, with all that it changed: the next one may see it.
  useLayoutEffect(() => {
    settled.current = handled;
    if (queue.current.length > 0) setImmediate(drain);
  }, [handled, drain]);
  useInput((input, key) => {
    queue.current.push(...pressesOf(input, key));
    drain();
  });
  return receivers;
}

/** A typed character with all those that came right behind it. */
function joinTyped(press: Press, queue: Press[]): Press {
  if (press.text === undefined) return press;
  let text = press.text;
  while (queue[0]?.text !== undefined) text += queue.shift()?.text ?? '';
  return { name: 'text', text };
}
