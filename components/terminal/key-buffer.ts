const interrupt = '\u0003';

/** Keys pressed before anybody takes them. */
export interface KeyBuffer {
  /** Gives them back to the stream, for who reads it next; the terminal stays raw. */
  release(): void;
  /** Forgets them, and gives the terminal back as it was. */
  discard(): void;
}

/**
 * A terminal that nobody reads echoes what is typed into the picture. Raw it does not; but then Ctrl+C is a key like
 * any other, so it is looked for. A Windows console echoes only where somebody reads: there nothing is done.
 */
export function bufferKeys(stdin: NodeJS.ReadStream, onInterrupt: () => void): KeyBuffer {
  if (process.platform === 'win32') return { release: () => {}, discard: () => {} };
  let held = '';
  const read = (): void => {
    let typed = '';
    for (let chunk: unknown = stdin.read(); chunk !== null; chunk = stdin.read()) typed += String(chunk);
    held += typed;
    if (typed.includes(interrupt)) onInterrupt();
  };
  let holding = true;
  const end = (): boolean => {
    if (!holding) return false;
    holding = false;
    stdin.off('readable', read);
    return true;
  };
  stdin.setEncoding('utf8');
  stdin.setRawMode(true);
  stdin.addListener('readable', read);
  return {
    release: () => {
      if (end() && held !== '') stdin.unshift(held, 'utf8');
    },
    discard: () => {
      if (!end()) return;
      stdin.setRawMode(false);
      stdin.pause();
    },
  };
}

/**
 * From the end of the picture to the returned call: the terminal stays raw, whoever gives it back, and nobody gets
 * what is typed. Given back too early, a Ctrl+C is the system's: it throws away what was written and is not shown
 * yet, the cursor with it (termios, NOFLSH).
 */
export function keepKeys(stdin: NodeJS.ReadStream, onInterrupt: () => void): () => void {
  if (process.platform === 'win32') return () => {};
  const { setRawMode } = stdin;
  stdin.setRawMode = () => stdin;
  const keys = bufferKeys(stdin, onInterrupt);
  return () => {
    stdin.setRawMode = setRawMode;
    keys.discard();
  };
}
