import { createServer } from 'node:net';
import { failed, seen } from './answer.ts';
import type { PortTrial, WindowsAnswer } from './types.ts';

/**
 * Tries to listen on a port of 127.0.0.1 and lets go at once. Windows keeps no list of its reserved port ranges that
 * programs may read, but it refuses a reserved port with WSAEACCES (10013) on every address.
 */
export function tryPort(port: number): Promise<WindowsAnswer<PortTrial>> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(seen('in-use'));
      else if (error.code === 'EACCES') resolve(seen('reserved'));
      else resolve(failed(error));
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () =>
      server.close(() => resolve(seen('free'))),
    );
  });
}
