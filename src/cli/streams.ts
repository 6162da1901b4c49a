/** A stream that we write to and whose loss we survive. */
export interface Sink {
  write(text: string): void;
  /** Ends when all that was written has left, or cannot leave any more. */
  flushed(): Promise<void>;
}

/**
 * Wraps stdout or stderr: a reader that is gone (EPIPE), a closed window (EIO) or a closed descriptor (EBADF) ends
 * the writing, never the program; the run goes on and its exit code stays true.
 */
export function sinkOf(stream: NodeJS.WritableStream): Sink {
  let lost = false;
  stream.on('error', () => {
    lost = true;
  });
  return {
    write(text) {
      if (!lost && text !== '') stream.write(text);
    },
    flushed() {
      if (lost) return Promise.resolve();
      return new Promise((resolve) => {
        stream.write('', () => resolve());
        stream.once('error', () => resolve());
      });
    },
  };
}
