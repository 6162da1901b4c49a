import { useInput, usePaste } from 'ink';
import { createContext, use, useCallback, useLayoutEffect, useRef } from 'react';
import { useKeyState } from '../hooks/use-key-state.ts';
import { isHarmlessBurst, type KeyGroup, mayFollow, type Press, pasteOf, pressesOf } from './press.ts';

export type PressHandler = (press: Press) => void;

interface KeyReceiver {
  current: PressHandler;
  /** Takes typed text: what was typed or pasted at once comes as one press. */
  text: boolean;
}

/** Components that want the keys now, the innermost last. */
export const KeyReceiverContext = createContext<Set<KeyReceiver> | undefined>(undefined);

/** While mounted, this component gets the key presses (all but Ctrl+C and Ctrl+L, which are the screen's). */
export function useKeyPresses(handler: PressHandler, { text }: { readonly text: boolean }): void {
  const receivers = use(KeyReceiverContext);
  const receiver = useRef<KeyReceiver>({ current: handler, text });
  useLayoutEffect(() => {
    receiver.current.current = handler;
    receiver.current.text = text;
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

/** What follows a dropped burst this closely (in milliseconds) is its next piece: long texts come in several reads. */
const pieceWithinMs = 40;

export interface KeyboardOptions {
  handler(press: Press): void;
  /** A text came where none is typed: nothing was done with it. */
  onDropped(characters: number, pasted: boolean): void;
  /** Hears of a handler that threw: no error boundary would. */
  onCrash(error: unknown): void;
}

/**
 * Reads the keyboard for the whole screen. Over a slow line several presses arrive together: each is handled only
 * when the screen stands as the one before has left it. What comes at once and is not the same movement over and over
 * is a paste (right-click in a Windows console): only a text field takes it (decisions: Keys).
 */
export function useKeyboard({ handler, onDropped, onCrash }: KeyboardOptions): Set<KeyReceiver> {
  const receivers = useRef(new Set<KeyReceiver>()).current;
  const groups = useRef<KeyGroup[]>([]);
  const reading = useRef<KeyGroup>(undefined);
  const latest = useRef({ handler, onDropped });
  const [taken, take] = useKeyState(0);
  const drawn = useRef(0);
  const started = useRef(0);
  const dropped = useRef({ at: Number.NEGATIVE_INFINITY, characters: 0 });
  const drop = useCallback((group: KeyGroup) => {
    const { current: before } = dropped;
    const goesOn = group.at - before.at < pieceWithinMs;
    const characters = group.presses.length + (goesOn ? before.characters : 0);
    dropped.current = { at: group.at, characters };
    latest.current.onDropped(characters, group.pasted);
  }, []);
  const drain = useCallback(() => {
    const [group] = groups.current;
    if (group === undefined || started.current > drawn.current) return;
    const top = [...receivers].at(-1);
    const typing = top?.text === true;
    started.current += 1;
    take((count) => count + 1);
    try {
      if (!typing && isDropped(group, dropped.current.at)) {
        groups.current.shift();
        drop(group);
        return;
      }
      const press = takePress(group, typing);
      if (group.presses.length === 0) groups.current.shift();
      if (press === undefined) return;
      if (top === undefined || always.has(press.name)) latest.current.handler(press);
      else top.current(press);
    } catch (error) {
      onCrash(error);
    }
  }, [receivers, drop, onCrash, take]);
  useLayoutEffect(() => {
    latest.current = { handler, onDropped };
  });
  // The press is in the picture now, with all that it changed: the next one may see it.
  useLayoutEffect(() => {
    drawn.current = taken;
    if (groups.current.length > 0) setImmediate(drain);
  }, [taken, drain]);
  /** What is read at once comes in one turn of the loop, key by key: it is a group when the turn ends. */
  useInput((input, key) => {
    const presses = pressesOf(input, key);
    if (presses.length === 0) return;
    if (reading.current === undefined) {
      reading.current = { presses: [], pasted: false, begun: false, typed: false, at: performance.now() };
      groups.current.push(reading.current);
      queueMicrotask(() => {
        reading.current = undefined;
        drain();
      });
    }
    reading.current.presses.push(...presses);
  });
  usePaste((text) => {
    reading.current = undefined;
    groups.current.push({ ...pasteOf(text), at: performance.now() });
    drain();
  });
  return receivers;
}

/** Outside a text field: a paste, a burst, the rest of a text whose field has gone, or the next piece of a dropped one. */
function isDropped(group: KeyGroup, droppedAt: number): boolean {
  if (group.pasted) return true;
  const pieces = group.at - droppedAt < pieceWithinMs;
  if (pieces && !group.presses.every(({ name }) => always.has(name))) return true;
  // The rest of one key pressed over and over is that key still.
  if (isHarmlessBurst(group.presses) && !group.typed) return false;
  if (group.begun) return !group.presses.every((press) => mayFollow(press));
  return group.presses.length > 1 && !isHarmlessBurst(group.presses);
}

/** The next press; in a text field a typed character with all those that came with it. Of a paste only its text. */
function takePress(group: KeyGroup, typing: boolean): Press | undefined {
  const press = group.presses.shift();
  const several = group.presses.length > 0 || group.begun;
  group.begun = true;
  if (typing) group.typed = true;
  if (press === undefined) return undefined;
  if (!typing || press.text === undefined) return several ? { ...press, burst: true } : press;
  let { text } = press;
  while (group.presses[0]?.text !== undefined) text += group.presses.shift()?.text ?? '';
  return {
    name: 'text',
    text,
    ...(group.pasted ? { pasted: true } : {}),
    ...(several ? { burst: true } : {}),
  };
}
