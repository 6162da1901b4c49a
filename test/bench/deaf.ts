import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { pause } from './measure.ts';

/** Ports of one stuck program: once its queue is full, a new connection gets no answer at all. */
export async function deafPorts(count: number): Promise<{ ports: readonly number[]; stop(): void }> {
  const script = `
    const net = require('node:net');
    const servers = Array.from({ length: ${count} }, () => net.createServer());
    Promise.all(servers.map((server) => new Promise((done) =>
      server.listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => done(server.address().port)))))
      .then((ports) => {
        require('node:fs').writeSync(1, JSON.stringify(ports));
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      });`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const text = await new Promise<string>((resolve) =>
    child.stdout.once('data', (data) => resolve(String(data))),
  );
  const ports = JSON.parse(text) as readonly number[];
  // Fill the queues: the places of a backlog of 1 are taken by connections that nobody accepts.
  const sockets = ports.flatMap((port) =>
    [0, 1, 2].map(() => connect({ host: '127.0.0.1', port }).on('error', () => {})),
  );
  await pause(200);
  return {
    ports,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      child.kill('SIGKILL');
    },
  };
}
