/** A stream that we write to and whose loss we survive. */
export interface Sink {
  write(text: string): void;
  /**
   * Ends when all that was written has left, or cannot leave any more. Gives the system's code where that is for want
   * of room or the like; a reader that wants no more is no loss.
   */
  flushed(): Promise<string | undefined>;
}

/** The reader of a pipe, or the terminal itself, is gone. */
const readerGoneCodes: ReadonlySet<string> = new Set(['EPIPE', 'EIO', 'EBADF', 'ECONNRESET', 'EOF']);

/**
 * Wraps stdout or stderr: a reader that is gone (EPIPE), a closed window (EIO), a closed descriptor (EBADF) or a full
 * disk (ENOSPC) ends the writing, never the program; the run goes on and its exit code stays true.
 */
export function sinkOf(stream: NodeJS.WritableStream): Sink {
  let writeError: string | undefined;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    writeError ??= error.code ?? 'no code';
  });
  return {
    write(text) {
      if (writeError === undefined && text !== '') stream.write(text);
    },
    async flushed() {
      if (writeError === undefined) {
        await new Promise<void>((resolve) => {
          stream.write('', () => resolve());
          stream.once('error', () => resolve());
        });
      }
      return writeError === undefined || readerGoneCodes.has(writeError) ? undefined : writeError;
    },
  };
}
