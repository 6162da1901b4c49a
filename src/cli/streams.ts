/** A stream that we write to and whose loss we survive. */
export interface Sink {
  write(text: string): void;
  /** The same for what a build server is to obey: our own lines, made safe where they are made. */
  command(text: string): void;
  /**
   * Ends when all that was written has left, or cannot leave any more. Gives the system's code where that is for want
   * of room or the like; a reader that wants no more is no loss.
   */
  flushed(): Promise<string | undefined>;
}

/** The reader of a pipe is gone, or (EIO) the window of the terminal; of a file, EIO is the disk's or the share's. */
function isReaderGone(code: string, isTerminal: boolean): boolean {
  return ['EPIPE', 'EBADF', 'ECONNRESET', 'EOF', ...(isTerminal ? ['EIO'] : [])].includes(code);
}

/**
 * Wraps stdout or stderr: a reader that is gone (EPIPE), a closed window (EIO), a closed descriptor (EBADF) or a full
 * disk (ENOSPC) ends the writing, never the program; the run goes on and its exit code stays true.
 * `made` is how every text is made safe that is not; `write` what leads to the stream itself.
 */
export function sinkOf(
  stream: NodeJS.WritableStream,
  made: (text: string) => string = (text) => text,
  write: (text: string) => unknown = (text) => stream.write(text),
): Sink {
  const isTerminal = 'isTTY' in stream && stream.isTTY === true;
  let writeError: string | undefined;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    writeError ??= error.code ?? 'no code';
  });
  const command = (text: string): void => {
    if (writeError === undefined && text !== '') write(text);
  };
  return {
    command,
    write: (text) => command(made(text)),
    async flushed() {
      if (writeError === undefined) {
        await new Promise<void>((resolve) => {
          stream.write('', () => resolve());
          stream.once('error', () => resolve());
        });
      }
      return writeError === undefined || isReaderGone(writeError, isTerminal) ? undefined : writeError;
    },
  };
}
