import { createServer } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { MssqlConnection, toSqlProblem } from '../../../src/clients/sql/tds/mssql-connection.ts';
import { loadClient, logInOnce } from '../../../src/clients/sql/tds/one-login.ts';
import { connect } from '../../../src/platform/tcp.ts';
import { hasEnded } from '../../../src/platform/wait.ts';
import { type CountingBed, listen } from '../../beds/loopback.ts';
import { preloginAnswer } from '../../beds/tds/greeting.ts';
import { packets, packetTypes } from '../../beds/tds/packets.ts';
import * as token from '../../beds/tds/tokens.ts';
import { tdsSettings } from '../../fuzz/tds-settings.ts';

/**
 * Bytes that are no packet, from a server that then says nothing and does not hang up: whoever waits is told at once,
 * whatever the client library was reading, and never that there was no answer.
 */

const beds: CountingBed[] = [];
afterEach(async () => {
  for (const bed of beds.splice(0)) await bed.stop();
});

const answer = (...parts: Buffer[]) => packets(packetTypes.answer, Buffer.concat(parts));
const greeting = answer(preloginAnswer([16, 0, 4100], 2));
const welcome = answer(token.change(1, 'CONTOSO', 'master'), token.loginAck(false), token.done());
const ready = answer(token.done());
/** A packet's head that says less than its own length. */
const noPacket = Buffer.from('0400000400000000', 'hex');
/** The head of a message that has begun and has nothing in it yet. */
const begun = Buffer.from('0400000800000000', 'hex');

/** What is written at each word of the client's; the parts of a list one after the other, each on its own. */
type Answer = Buffer | readonly Buffer[];

const places: Readonly<Record<string, readonly Answer[]>> = {
  'a while behind the beginning of the greeting': [[begun, noPacket]],
  "a while behind the beginning of the login's answer": [greeting, [begun, noPacket]],
  'a while behind the beginning of the first answer': [greeting, welcome, [begun, noPacket]],
  'a while behind the beginning of the answer to a question': [greeting, welcome, ready, [begun, noPacket]],
  "where the first answer has begun with the login's": [greeting, Buffer.concat([welcome, begun]), noPacket],
  'where the answer to a question has begun with the first': [
    greeting,
    welcome,
    Buffer.concat([ready, begun]),
    noPacket,
  ],
  'for the greeting': [noPacket],
  'behind the beginning of the greeting': [Buffer.concat([begun, noPacket])],
  "for the login's answer": [greeting, noPacket],
  "behind the beginning of the login's answer": [greeting, Buffer.concat([begun, noPacket])],
  "behind the login's answer": [greeting, Buffer.concat([welcome, noPacket])],
  'behind a message that begins behind that': [greeting, Buffer.concat([welcome, begun, noPacket])],
  'for the first answer': [greeting, welcome, noPacket],
  'behind the beginning of the first answer': [greeting, welcome, Buffer.concat([begun, noPacket])],
  'behind the first answer': [greeting, welcome, Buffer.concat([ready, noPacket])],
  'behind a message that begins behind the first answer': [
    greeting,
    welcome,
    Buffer.concat([ready, begun, noPacket]),
  ],
  'for the answer to a question': [greeting, welcome, ready, noPacket],
  'behind the whole answer to a question': [greeting, welcome, ready, Buffer.concat([ready, noPacket])],
  'behind its beginning': [greeting, welcome, ready, Buffer.concat([begun, noPacket])],
};

it.each(Object.entries(places))(
  '%s',
  async (_, answers) => {
    const left = [...answers];
    const bed = await listen(
      createServer((socket) => {
        socket.setNoDelay(true);
        socket.on('error', () => {});
        socket.on('data', () => {
          const [first, ...later] = [left.shift() ?? []].flat();
          if (first !== undefined) socket.write(first);
          for (const part of later) setTimeout(() => socket.write(part), 50);
        });
      }),
    );
    beds.push(bed);
    const bound = AbortSignal.timeout(60_000);
    const step = await connect({ addresses: [{ address: '127.0.0.1', family: 4 }], port: bed.port }, bound);
    if (!step.ok) throw new Error(step.problem.text);
    const ask = async () => {
      try {
        const client = await loadClient();
        const login = await logInOnce(
          client,
          tdsSettings(async () => step.socket),
          bound,
        );
        const connection = new MssqlConnection(client, login);
        const outcome = await connection.run({ text: 'SELECT 1' }, bound);
        await connection.close();
        return outcome.ok ? undefined : outcome.problem;
      } catch (error) {
        return bound.aborted ? { code: 'NO_ANSWER', text: 'it waits' } : toSqlProblem(error);
      }
    };
    const problem = await ask();
    expect(problem?.code).not.toBe('NO_ANSWER');
    expect(problem).toMatchObject({ text: expect.stringMatching(/process incoming packet|closed|lost/i) });
    expect(hasEnded(step.socket)).toBe(true);
  },
  90_000,
);
