import { connect, createServer, type Socket } from 'node:net';
import { listen } from './loopback.ts';

export interface SlowLink {
  readonly port: number;
  /** Cuts every connection at once; what the server was sent before reaches it all the same. */
  drop(): void;
  stop(): Promise<void>;
}

/** A link to a port of this machine that takes its time each way, and that can be cut. */
export async function startSlowLink(
  to: number,
  delayMs: number,
  /** Sees what the near side sends, as it comes. */
  sent: (part: Buffer) => void = () => {},
): Promise<SlowLink> {
  const near = new Set<Socket>();
  const server = createServer((socket) => {
    near.add(socket);
    const far = connect(to, '127.0.0.1');
    const pass = (from: Socket, into: Socket) => {
      from.on('data', (part) => void setTimeout(() => into.writable && into.write(part), delayMs));
      from.on('error', () => {});
      from.on('close', () => void setTimeout(() => into.destroy(), delayMs * 2));
    };
    socket.on('data', sent);
    pass(socket, far);
    pass(far, socket);
  });
  const bed = await listen(server);
  return {
    port: bed.port,
    drop() {
      for (const socket of near) socket.destroy();
      near.clear();
    },
    stop: () => bed.stop(),
  };
}
