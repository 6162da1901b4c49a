import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** A name server on loopback that knows aliases alone (CNAME, RFC 1035): `{ 'a.example': 'b.example' }`. */
export async function startNameServer(aliases: Readonly<Record<string, string>>) {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', (question, peer) => {
    const name = nameAt(question, 12);
    asked.push(name);
    const alias = aliases[name];
    const answers = alias === undefined ? [] : [record(alias)];
    const header = Buffer.from(question.subarray(0, 12));
    // An answer, recursion available; 3: no such name.
    header.writeUInt16BE(0x8180 | (alias === undefined ? 3 : 0), 2);
    header.writeUInt16BE(answers.length, 6);
    header.writeUInt32BE(0, 8);
    const end = 12 + name.length + 2 + 4;
    socket.send(Buffer.concat([header, question.subarray(12, end), ...answers]), peer.port, peer.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    server: `127.0.0.1:${socket.address().port}`,
    asked,
    stop: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
}

function nameAt(message: Buffer, from: number): string {
  const labels: string[] = [];
  for (let at = from; message[at] !== undefined && message[at] !== 0; at += 1 + (message[at] ?? 0))
    labels.push(message.toString('latin1', at + 1, at + 1 + (message[at] ?? 0)));
  return labels.join('.');
}

/** Its owner is the name asked for; type 5, class 1, good for a minute. */
function record(alias: string): Buffer {
  const data = Buffer.concat([
    ...alias.split('.').map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.from([0]),
  ]);
  const head = Buffer.from([0xc0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, data.length]);
  return Buffer.concat([head, data]);
}
