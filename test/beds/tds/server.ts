import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { defined } from '../../../src/base/defined.ts';
import type { KeyPair } from '../certificates.ts';
import { type CountingBed, listen } from '../loopback.ts';
import { challenge, encryptionAsked, preloginAnswer } from './greeting.ts';
import { type Message, MessageReader, packets, packetTypes } from './packets.ts';
import { type Login, readBatch, readCall, readLogin, readTransaction } from './requests.ts';
import * as token from './tokens.ts';
import { HandshakeTunnel } from './tunnel.ts';

/** A statement as it came: its text, and its parameters by name. */
export interface Statement {
  readonly text: string;
  readonly parameters: Readonly<Record<string, token.Value>>;
}

export interface Rows {
  /** Told where there may be no row. */
  readonly columns?: readonly string[];
  readonly rows: readonly token.Row[];
}

/** Rows, a number of rows changed, an error, or no end: nothing at all, or cut off in the middle. */
export type Answer =
  | { readonly sets: readonly Rows[] }
  | { readonly changed: number; readonly sets?: readonly Rows[] }
  | { readonly error: token.TdsError; readonly rollsBack?: boolean }
  /** These tokens, then those again and again without end. */
  | { readonly pour: readonly [first: Buffer, more: Buffer] }
  | 'silent'
  | 'cut'
  | 'garbage';

export interface TdsScript {
  readonly encryption?: 'off' | 'on' | 'none' | 'required';
  readonly certificate?: KeyPair;
  /** Another certificate for some connections, counted from 1. */
  readonly certificateOf?: (connection: number) => KeyPair;
  /** TLS from the first byte (TDS 8.0). `other`: a TLS server that does not speak TDS 8.0. */
  readonly strict?: boolean | 'other';
  /** It takes only clients that show a certificate of this authority. */
  readonly clientAuthority?: string;
  /** It knows TLS 1.0 only, and says so. */
  readonly oldTls?: boolean;
  readonly version?: readonly [number, number, number];
  /** What PRELOGIN is answered with in place of TDS. */
  readonly prelogin?: 'silent' | 'cut' | 'garbage';
  /** Its answers come byte by byte. */
  readonly slow?: boolean;
  /** Errors that refuse the login, in their order; none: it is let in. */
  readonly login?: (
    login: Login,
    count: number,
  ) => readonly token.TdsError[] | 'silent' | 'cut' | { readonly route: string; readonly port: number };
  readonly answer?: (statement: Statement) => Answer;
}

export interface TdsBed extends CountingBed {
  readonly logins: Login[];
  readonly statements: Statement[];
  readonly begun: number;
  readonly rolledBack: number;
  /** Transactions that ended because their connection did. */
  readonly abandoned: number;
  readonly committed: number;
  readonly attentions: number;
}

interface Counts {
  begun: number;
  rolledBack: number;
  abandoned: number;
  committed: number;
  attentions: number;
}

/** A server that speaks enough TDS to be believed by the real client, by a script. */
export async function startTds(script: TdsScript): Promise<TdsBed> {
  const logins: Login[] = [];
  const statements: Statement[] = [];
  const counts: Counts = { begun: 0, rolledBack: 0, abandoned: 0, committed: 0, attentions: 0 };
  let connections = 0;
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    connections += 1;
    new Peer(socket, connections, script, logins, statements, counts).start();
  });
  const bed = await listen(server);
  return Object.defineProperties(
    { ...bed, logins, statements },
    Object.getOwnPropertyDescriptors({
      get begun() {
        return counts.begun;
      },
      get rolledBack() {
        return counts.rolledBack;
      },
      get abandoned() {
        return counts.abandoned;
      },
      get committed() {
        return counts.committed;
      },
      get attentions() {
        return counts.attentions;
      },
    }),
  ) as TdsBed;
}

class Peer {
  readonly #socket: Socket;
  readonly #number: number;
  readonly #script: TdsScript;
  readonly #logins: Login[];
  readonly #statements: Statement[];
  readonly #counts: Counts;
  readonly #reader = new MessageReader();
  #stream: Duplex;
  #ntlm: Login | undefined;
  #first = true;
  #inTransaction = false;

  constructor(
    socket: Socket,
    number: number,
    script: TdsScript,
    logins: Login[],
    statements: Statement[],
    counts: Counts,
  ) {
    this.#socket = socket;
    this.#number = number;
    this.#stream = socket;
    this.#script = script;
    this.#logins = logins;
    this.#statements = statements;
    this.#counts = counts;
  }

  start(): void {
    const { strict } = this.#script;
    if (strict)
      this.#stream = this.#secured(this.#socket, strict === true ? ['tds/8.0'] : undefined, undefined);
    this.#listen(this.#stream);
    this.#socket.on('close', () => {
      if (this.#inTransaction) this.#counts.abandoned += 1;
      this.#inTransaction = false;
    });
  }

  #listen(stream: Duplex): void {
    stream.on('error', () => {});
    stream.on('data', (bytes: Buffer) => {
      try {
        for (const message of this.#reader.feed(bytes)) this.#take(message);
      } catch {
        this.#socket.destroy();
      }
    });
  }

  #secured(under: Duplex, alpn: string[] | undefined, maxVersion: 'TLSv1.2' | undefined): TLSSocket {
    const certificate = this.#script.certificateOf?.(this.#number) ?? this.#script.certificate;
    if (certificate === undefined) throw new Error('the script has no certificate');
    const secured = new TLSSocket(under as Socket, {
      isServer: true,
      cert: certificate.cert,
      key: certificate.key,
      ...defined({ ALPNProtocols: alpn, maxVersion }),
      ...(this.#script.clientAuthority === undefined
        ? {}
        : { ca: [this.#script.clientAuthority], requestCert: true, rejectUnauthorized: true }),
    });
    secured.on('error', () => this.#socket.end());
    return secured;
  }

  #take({ type, data }: Message): void {
    switch (type) {
      case packetTypes.prelogin:
        return void this.#prelogin(data);
      case packetTypes.login:
        return void this.#login(readLogin(data));
      case packetTypes.sspi:
        return void this.#admit(this.#ntlm ?? noLogin);
      case packetTypes.batch:
        return void this.#batch(readBatch(data));
      case packetTypes.rpc: {
        const { text, parameters } = readCall(data);
        return void this.#reply({ text, parameters }, 0xff, 0xfe);
      }
      case packetTypes.transaction:
        return void this.#transaction(readTransaction(data));
      case packetTypes.attention:
        this.#counts.attentions += 1;
        // With XACT_ABORT the server rolls back what an attention cuts.
        if (this.#inTransaction) this.#endTransaction();
        return void this.#send(token.cancelled());
      default:
        this.#socket.destroy();
    }
  }

  #send(...parts: Buffer[]): void {
    const bytes = packets(packetTypes.answer, Buffer.concat(parts));
    if (this.#stream.destroyed) return;
    if (this.#script.slow) void this.#drip(bytes);
    else this.#stream.write(bytes);
  }

  async #drip(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length && !this.#stream.destroyed; at += 1) {
      this.#stream.write(bytes.subarray(at, at + 1));
      if (at % 16 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #prelogin(data: Buffer): void {
    const { prelogin, encryption = 'on', strict, oldTls, version = [16, 0, 4100] } = this.#script;
    if (prelogin === 'silent') return;
    if (prelogin === 'cut') return void this.#socket.destroy();
    if (prelogin === 'garbage') return void this.#socket.write(Buffer.alloc(64, 0x05));
    const asked = encryptionAsked(data);
    const secure = !strict && asked === 1 && encryption !== 'none';
    const given =
      encryption === 'required'
        ? 3
        : encryption === 'none'
          ? 2
          : asked === 1
            ? 1
            : encryption === 'off'
              ? 0
              : asked;
    this.#send(preloginAnswer(version, given));
    if (!secure) return;
    this.#stream.removeAllListeners('data');
    if (oldTls) {
      this.#socket.once('data', () => this.#socket.end(packets(packetTypes.prelogin, protocolVersionAlert)));
      return;
    }
    const tunnel = new HandshakeTunnel(this.#socket);
    this.#socket.on('data', (bytes: Buffer) => tunnel.receive(bytes));
    this.#stream = this.#secured(tunnel, undefined, 'TLSv1.2');
    this.#listen(this.#stream);
  }

  #login(login: Login): void {
    // A ticket of Kerberos needs no second word; whether it is good the script does not look at.
    const ntlm = login.sspi.subarray(0, 8).toString('latin1') === 'NTLMSSP\0';
    if (!ntlm) return void this.#admit(login);
    this.#ntlm = login;
    this.#send(token.sspi(challenge()));
  }

  #admit(login: Login): void {
    this.#logins.push(login);
    const verdict = this.#script.login?.(login, this.#logins.length) ?? [];
    if (verdict === 'silent') return;
    if (verdict === 'cut') return void this.#socket.destroy();
    if ('route' in verdict) {
      this.#send(token.loginAck(false), token.routing(verdict.route, verdict.port), token.done());
      return;
    }
    if (verdict.length > 0) {
      this.#send(...verdict.map((one) => token.error(one)), token.done(undefined, { failed: true }));
      this.#stream.end();
      return;
    }
    this.#send(
      token.change(1, login.database, 'master'),
      token.loginAck(this.#script.strict === true),
      token.change(4, '4096', '4096'),
      token.done(),
    );
  }

  #batch(text: string): void {
    // The client's own settings, right after the login; FreeTDS has none.
    const first = this.#first;
    this.#first = false;
    if (first && /^\s*(set|use)\b/i.test(text)) return void this.#send(token.done());
    this.#reply({ text, parameters: {} }, 0xfd, 0xfd);
  }

  /** In packets of 32 kB, none of which is the last. */
  #pour(first: Buffer, more: Buffer): void {
    const unended = (data: Buffer): Buffer => {
      const head = Buffer.from([packetTypes.answer, 0, 0, 0, 0, 0, 1, 0]);
      head.writeUInt16BE(data.length + head.length, 2);
      return Buffer.concat([head, data]);
    };
    const again = unended(Buffer.concat(Array(Math.max(1, Math.floor(32_000 / more.length))).fill(more)));
    const on = () => {
      while (!this.#socket.destroyed && this.#stream.write(again));
    };
    this.#stream.on('drain', on);
    this.#stream.write(unended(first));
    on();
  }

  #reply(statement: Statement, inner: number, last: number): void {
    this.#statements.push(statement);
    const transaction = /\bBEGIN TRANSACTION\b/.test(statement.text);
    if (transaction) {
      this.#counts.begun += 1;
      this.#inTransaction = true;
    }
    const answer = this.#script.answer?.(statement) ?? { sets: [] };
    if (answer === 'silent') return;
    if (answer === 'garbage')
      return void this.#stream.write(packets(packetTypes.answer, Buffer.alloc(40, 0x01)));
    if (answer === 'cut') {
      const whole = packets(packetTypes.answer, token.resultSet(['a'], [{ a: 'x' }, { a: 'y' }]));
      this.#stream.write(whole.subarray(0, whole.length - 6), () => this.#socket.destroy());
      return;
    }
    if ('pour' in answer) {
      this.#pour(...answer.pour);
      return;
    }
    if ('error' in answer) {
      const undone = answer.rollsBack === true && this.#inTransaction;
      if (undone) this.#endTransaction();
      this.#send(
        token.error(answer.error),
        ...(undone ? [token.transactionChange(10)] : []),
        token.done(undefined, { failed: true }, last),
      );
      return;
    }
    if (transaction && statement.text.includes('ROLLBACK TRANSACTION')) this.#endTransaction();
    const sets = (answer.sets ?? []).flatMap(({ rows, columns = Object.keys(rows[0] ?? {}) }) => [
      token.resultSet(columns, rows),
      token.done(rows.length, { more: true }, inner),
    ]);
    const changed = 'changed' in answer ? [token.done(answer.changed, { more: true }, inner)] : [];
    const status = last === 0xfe ? [Buffer.from([0x79, 0, 0, 0, 0])] : [];
    this.#send(...changed, ...sets, ...status, token.done(undefined, {}, last));
  }

  #transaction(what: ReturnType<typeof readTransaction>): void {
    if (what === 'begin') {
      this.#counts.begun += 1;
      this.#inTransaction = true;
      return void this.#send(token.transactionChange(8), token.done());
    }
    if (what === 'commit') this.#counts.committed += 1;
    else this.#endTransaction();
    this.#inTransaction = false;
    this.#send(token.transactionChange(what === 'commit' ? 9 : 10), token.done());
  }

  #endTransaction(): void {
    this.#counts.rolledBack += 1;
    this.#inTransaction = false;
  }
}

/** RFC 5246, 7.2.2. */
const protocolVersionAlert = Buffer.from([0x15, 3, 1, 0, 2, 2, 70]);

const noLogin: Login = { user: '', password: '', database: '', application: '', sspi: Buffer.alloc(0) };
