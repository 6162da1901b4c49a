import { AnswerMeter, rootDseBounds } from '../../src/clients/ldap/answer-meter.ts';
import { SocketDirectory } from '../../src/clients/ldap/directory.ts';
import { readRootDse } from '../../src/clients/ldap/root-dse.ts';
import { readSchema } from '../../src/clients/ldap/schema-reader.ts';
import { ask, hello } from '../../src/clients/ldap/wire.ts';
import { findPort } from '../../src/clients/sql/browser-service.ts';
import { MssqlConnection, toSqlProblem } from '../../src/clients/sql/tds/mssql-connection.ts';
import { loadClient, logInOnce } from '../../src/clients/sql/tds/one-login.ts';
import { greet } from '../../src/clients/sql/tds/prelogin.ts';
import { get, tunnel } from '../../src/platform/http.ts';
import type { Platform } from '../../src/platform/types.ts';
import { entryMessage, resultMessage } from '../beds/scripted-ldap-wire.ts';
import { preloginAnswer } from '../beds/tds/greeting.ts';
import { packets, packetTypes } from '../beds/tds/packets.ts';
import * as token from '../beds/tds/tokens.ts';
import { makeContext, settingsFrom } from '../probes/context.ts';
import { socketTo } from './peer.ts';
import type { FuzzTarget } from './target.ts';
import { tdsSettings } from './tds-settings.ts';
import { typedRow } from './tds-typed-rows.ts';

const never = new AbortController().signal;

const rootDse = {
  dn: '',
  attributes: {
    objectClass: ['top'],
    namingContexts: ['dc=example', 'cn=config'],
    supportedLDAPVersion: '3',
    supportedControl: ['1.2.840.113556.1.4.319', '1.3.6.1.4.1.42.2.27.8.5.1'],
    vendorName: 'A Maker',
    lastChangeNumber: '4711',
    highestCommittedUSN: '99',
    subschemaSubentry: 'cn=schema',
  },
};
const person = {
  dn: 'uid=a,ou=people,dc=example',
  attributes: { uid: 'a', 'cn;lang-en': ['A', 'B'], jpegPhoto: '\u00ff\u00d8' },
};
const schema = {
  dn: 'cn=schema',
  attributes: {
    objectClasses: [
      "( 2.5.6.6 NAME 'person' SUP top STRUCTURAL MUST ( sn $ cn ) MAY ( userPassword $ description ) )",
    ],
    attributeTypes: [
      "( 2.5.4.3 NAME ( 'cn' 'commonName' ) SUP name EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15{64} )",
      "( 2.5.4.4 NAME 'sn' OBSOLETE SINGLE-VALUE NO-USER-MODIFICATION USAGE directoryOperation )",
    ],
    dITContentRules: ["( 2.5.6.6 NAME 'rule' AUX ( a $ b ) MUST c NOT ( d $ e ) )"],
    nameForms: ["( 1.2 NAME 'form' OC person MUST cn MAY sn )"],
    dITStructureRules: ["( 1 NAME 'rule' FORM form SUP ( 2 3 ) )"],
  },
};
const reference = Buffer.from('3021020102731c041a6c6461703a2f2f6f746865722f64633d6578616d706c65', 'hex');
const searchDone = (code = 0, text = '') => resultMessage(2, 0x65, { code, text });

/** The client library behind our meter, from the first byte of an answer. */
const ldap: FuzzTarget = {
  name: 'ldap',
  seeds: [
    Buffer.concat([entryMessage(2, rootDse, [], false), searchDone()]),
    Buffer.concat([entryMessage(2, person, [], false), reference, searchDone()]),
    Buffer.concat([entryMessage(2, schema, [], false), searchDone()]),
    searchDone(10, 'a referral'),
    resultMessage(2, 0x65, {
      code: 53,
      text: 'no',
      controls: [{ oid: '1.2.840.113556.1.4.319', value: Buffer.from('30050201000400', 'hex') }],
    }),
  ],
  async read(input) {
    const directory = await SocketDirectory.over(socketTo([input], 700), rootDseBounds);
    const answer = await readRootDse(directory, never);
    await directory.close();
    return { outcome: answer.ok ? 'read' : answer.problem.code.slice(0, 24), value: answer };
  },
};

/** A bind: what is no success must not be taken for one. */
const ldapBind: FuzzTarget = {
  name: 'ldap-bind',
  seeds: [
    resultMessage(2, 0x61, {
      code: 49,
      text: '80090308: LdapErr: DSID-0C09042A, comment: AcceptSecurityContext error, data 52e, v4563',
    }),
    resultMessage(2, 0x61, {
      code: 49,
      text: 'no',
      controls: [{ oid: '1.3.6.1.4.1.42.2.27.8.5.1', value: Buffer.from('3003810101', 'hex') }],
    }),
    resultMessage(2, 0x61, { code: 8, text: 'stronger authentication required' }),
    resultMessage(2, 0x78, { code: 52, text: 'disconnection' }),
  ],
  async read(input) {
    const directory = await SocketDirectory.over(socketTo([input], 700));
    const answer = await directory.bind('cn=a', 'b', [], never);
    await directory.close();
    // A success is one only where a bind response says so: its code is 0.
    const says = [1, 2, 3, 4].some((length) => input.includes(Buffer.from([0x0a, length, 0])));
    if (answer.ok && !says) throw new Error('taken for a success');
    return { outcome: answer.ok ? 'signed in' : answer.problem.code.slice(0, 24), value: answer };
  },
};

/** The first word of an unknown peer. */
const ldapHello: FuzzTarget = {
  name: 'ldap-hello',
  seeds: [
    searchDone(),
    searchDone(53, 'unwilling'),
    Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'),
    Buffer.from('15030100020228', 'hex'),
  ],
  async read(input) {
    const step = await ask(socketTo([input], 64), hello, never);
    return { outcome: step.ok ? `answer ${step.answer.operation}` : step.problem.code, value: step };
  },
};

const descriptions = Object.values(schema.attributes).flat();
const schemaText: FuzzTarget = {
  name: 'ldap-schema',
  seeds: descriptions.map((text) => Buffer.from(text)),
  read(input) {
    const texts = input.toString().split('\u0000');
    const made = readSchema({
      objectClasses: [...schema.attributes.objectClasses, ...texts],
      attributeTypes: [...schema.attributes.attributeTypes, ...texts],
      contentRules: texts,
      nameForms: [...schema.attributes.nameForms, ...texts],
      structureRules: texts,
    });
    const person = made.objectClass('person');
    const value = {
      names: made.classNames(),
      cn: made.attribute('cn'),
      rule: made.rule('2.5.6.6'),
      ...(person === undefined ? {} : { naming: made.naming(person), rules: made.structureRules(person) }),
    };
    return { outcome: made.hasStructureRules ? 'with rules' : 'read', value };
  },
};

const meter: FuzzTarget = {
  name: 'ldap-meter',
  seeds: ldap.seeds,
  async read(input) {
    const socket = socketTo([input], 97);
    const counted = new AnswerMeter(socket, rootDseBounds);
    socket.resume();
    await new Promise<void>((resolve) => {
      socket.once('close', () => resolve());
      socket.once('end', () => resolve());
      socket.write('x');
    });
    socket.destroy();
    return {
      outcome: counted.exceeded?.code ?? 'within',
      value: { claimed: counted.claim(10), exceeded: counted.exceeded },
    };
  },
};

const answer = (...parts: Buffer[]) => packets(packetTypes.answer, Buffer.concat(parts));
const greeting = answer(preloginAnswer([16, 0, 4100], 2));
const welcome = answer(
  token.change(1, 'CONTOSO', 'master'),
  token.loginAck(false),
  token.change(4, '4096', '4096'),
  token.done(),
);
const ready = answer(token.done());
const rows = token.resultSet(
  ['name', 'count', 'big', 'float', 'yes', 'none'],
  [
    { name: 'x', count: 1, big: 9_007_199_254_740_993n, float: 1.5, yes: true, none: null },
    { name: 'y'.repeat(300), count: -1, big: null, float: null, yes: false, none: null },
  ],
);
const table = answer(rows, token.done(2, { more: true }, 0xfd), token.done());
const typed = answer(typedRow(), token.done());
const refused = answer(
  token.error({ number: 18456, state: 8, class: 14, message: 'Login failed for user' }),
  token.done(undefined, { failed: true }),
);
const denied = answer(
  token.error({ number: 229, state: 5, class: 14, message: 'denied', procedure: 'p' }),
  token.done(undefined, { failed: true }),
);

/** Damage in what comes behind the login, or in the login's answer. */
function tds(
  name: string,
  seeds: readonly Buffer[],
  before: readonly Buffer[],
  behind: readonly Buffer[],
): FuzzTarget {
  return {
    name,
    seeds,
    async read(input) {
      const client = await loadClient();
      const ends = new AbortController();
      const settings = tdsSettings(async () => socketTo([...before, input, ...behind], 1460, 12));
      try {
        const login = await logInOnce(client, settings, ends.signal);
        const connection = new MssqlConnection(client, login);
        const outcome = await connection.run({ text: 'SELECT 1' }, ends.signal);
        // Not waited for: the library takes its time.
        void connection.close();
        return { outcome: outcome.ok ? 'rows' : outcome.problem.code.slice(0, 16), value: outcome };
      } catch (error) {
        const problem = toSqlProblem(error);
        return { outcome: `login: ${problem.code}`.slice(0, 24), value: problem };
      }
    },
  };
}

const prelogin: FuzzTarget = {
  name: 'tds-prelogin',
  seeds: [
    greeting,
    answer(preloginAnswer([12, 0, 2000], 0)),
    Buffer.from('HTTP/1.1 200 OK\r\n\r\n'),
    Buffer.from('1503010002', 'hex'),
  ],
  async read(input) {
    const step = await greet(socketTo([input], 5), true, never);
    return { outcome: step.ok ? step.greeting.offer : step.problem.code, value: step };
  },
};

const page =
  'HTTP/1.1 200 OK\r\nDate: Sun, 29 Nov 2026 01:00:00 GMT\r\nContent-Type: application/json\r\nRetry-After: 120\r\nContent-Length: 18\r\n\r\n{"issuer":"https"}';
const chunked =
  'HTTP/1.1 503 No\r\nTransfer-Encoding: chunked\r\nSet-Cookie: a=b\r\nX: 1\r\nX: 2\r\n\r\n5\r\nhello\r\n0\r\n\r\n';
const http: FuzzTarget = {
  name: 'http',
  seeds: [
    page,
    chunked,
    'HTTP/1.0 302 Found\r\nLocation: http://portal/\r\n\r\n<html>',
    'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 429 Slow\r\nRetry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\nConnection: close\r\n\r\n{}',
  ].map((text) => Buffer.from(text)),
  async read(input) {
    const step = await get(socketTo([input], 400), { host: 'a', target: '/', maxBytes: 100_000 }, never);
    return { outcome: step.ok ? 'answer' : step.problem.code.slice(0, 24), value: step };
  },
};

const connect: FuzzTarget = {
  name: 'http-connect',
  seeds: [
    'HTTP/1.1 200 Connection established\r\nProxy-Agent: x\r\n\r\n',
    'HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm="x"\r\nProxy-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n',
    'HTTP/1.1 502 Bad\r\nVia: squid\r\n\r\n<html>',
  ].map((text) => Buffer.from(text)),
  async read(input) {
    const step = await tunnel(socketTo([input], 400), { host: 'a', port: 443 }, undefined, never);
    if (step.ok && step.opened) step.socket.destroy();
    const value = step.ok && step.opened ? { status: step.status } : step;
    return {
      outcome: step.ok ? (step.opened ? 'opened' : 'refused') : step.problem.code.slice(0, 24),
      value,
    };
  },
};

const instances = (text: string) => {
  const body = Buffer.from(text, 'latin1');
  const head = Buffer.from([5, 0, 0]);
  head.writeUInt16LE(body.length, 1);
  return Buffer.concat([head, body]);
};
const settings = settingsFrom({});
const browser: FuzzTarget = {
  name: 'udp-browser',
  seeds: [
    instances('ServerName;SQL01;InstanceName;HR;IsClustered;No;Version;16.0.1000.6;tcp;49172;;'),
    instances(
      'ServerName;SQL01;InstanceName;HR;IsClustered;No;Version;16.0.1000.6;np;\\\\SQL01\\pipe\\sql;;ServerName;SQL01;InstanceName;X;tcp;1434;;',
    ),
  ],
  async read(input) {
    const context = makeContext({
      settings,
      platform: {
        network: {
          lookup: async () => ({ ok: true, addresses: ['127.0.0.1'], ms: 1 }),
          datagram: async ({ bytes }: { bytes: Buffer }) =>
            bytes[0] === 4 && input[0] !== 7
              ? { ok: true, bytes: input, ms: 1 }
              : bytes[0] === 3
                ? { ok: true, bytes: input, ms: 1 }
                : { ok: false, problem: { code: 'ETIMEOUT', text: '' }, ms: 1 },
        },
      } as unknown as Platform,
    });
    const found = await findPort(
      context,
      { host: 'a', instance: 'HR' } as Parameters<typeof findPort>[1],
      never,
    );
    return { outcome: typeof found === 'number' ? 'port' : found.outcome, value: found };
  },
};

export const wireTargets: readonly FuzzTarget[] = [
  ldap,
  ldapBind,
  ldapHello,
  schemaText,
  meter,
  prelogin,
  tds('tds-login', [welcome, refused], [greeting], [ready, table]),
  tds('tds-rows', [table, typed, denied, ready], [greeting, welcome, ready], []),
  http,
  connect,
  browser,
];
