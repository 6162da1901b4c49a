import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { OdbcConversation } from '../../src/clients/odbc/conversation.ts';
import { readAnswer } from '../../src/clients/sign-in/answer.ts';
import { readClaims } from '../../src/clients/sign-in/claims.ts';
import { cloudOf, readDocument } from '../../src/clients/sign-in/document.ts';
import { exceptionsIn, proxyIn } from '../../src/formats/dotnet-config/exceptions.ts';
import {
  defaultProxyIn,
  locksDefaultProxy,
  sectionsDeclaredBy,
} from '../../src/formats/dotnet-config/read-config.ts';
import { readFileDsn } from '../../src/formats/dsn/file-dsn.ts';
import { readEvent } from '../../src/formats/event-log/event.ts';
import { readConfiguration } from '../../src/formats/host-xml/configuration.ts';
import { readExeConfig } from '../../src/formats/host-xml/exe-config.ts';
import { readProject } from '../../src/formats/wsconfig/project.ts';
import { readCertificate } from '../../src/platform/certificates.ts';
import { parseProxy } from '../../src/platform/proxy-address.ts';
import { connectionSettings } from '../../src/platform/windows/connection-settings.ts';
import { dotnetGet } from '../../src/platform/windows/dotnet-request.ts';
import { readReport } from '../../src/report/read.ts';
import { writeJson } from '../../src/report/report-document.ts';
import { classicEvent, serviceEvent } from '../beds/event-xml.ts';
import { configurationXml } from '../formats/host-xml/make-xml.ts';
import { projectAt } from '../formats/wsconfig/project-file.ts';
import { madeUp } from '../report/made-up.ts';
import type { FuzzTarget } from './target.ts';

const never = new AbortController().signal;
const text = (...texts: readonly string[]) => texts.map((one) => Buffer.from(one));

/** Of a reader that says itself whether it could read. */
const ifOk =
  <T extends { readonly ok: boolean }>(reader: (input: Buffer) => T): FuzzTarget['read'] =>
  (input) => {
    const value = reader(input);
    return { outcome: value.ok ? 'read' : 'unread', value };
  };

const agentConfig = text(
  `<?xml version="1.0"?><configuration><configSections><sectionGroup name="x"><section name="y" type="z"/></sectionGroup></configSections><system.net><defaultProxy enabled="true" useDefaultCredentials="true"><proxy usesystemdefault="false" proxyaddress="http://proxy.contoso.example:8080" bypassonlocal="true" autoDetect="false" scriptLocation="http://wpad/wpad.dat"/><bypasslist><add address="[a-z]+\\.contoso\\.example$"/><clear/></bypasslist></defaultProxy></system.net></configuration>`,
  '<configuration><system.net><defaultProxy><module type="A, B"/></defaultProxy></system.net><location path="x"/></configuration>',
);
const machineConfig = text(
  '<configuration><configSections><sectionGroup name="system.net" type="System.Net.Configuration.NetSectionGroup"><section name="defaultProxy" type="x" allowDefinition="Everywhere"/></sectionGroup></configSections><system.net lockElements="defaultProxy"/></configuration>',
);

const proxyConfig: FuzzTarget = {
  name: 'xml-agent',
  seeds: agentConfig,
  read(input) {
    const value = defaultProxyIn(input);
    return { outcome: value.kind, value };
  },
};
const machine: FuzzTarget = {
  name: 'xml-machine',
  seeds: machineConfig,
  read(input) {
    const declared = sectionsDeclaredBy(input);
    return {
      outcome: declared === undefined ? 'unread' : 'read',
      value: [[...(declared ?? [])], locksDefaultProxy(input)],
    };
  },
};
const hostXml: FuzzTarget = {
  name: 'xml-host',
  seeds: text(configurationXml(), configurationXml([{}, {}], { port: '8585', thumbprint: 'AB' })),
  read: ifOk(readConfiguration),
};
const exeConfig: FuzzTarget = {
  name: 'xml-exe',
  seeds: text(
    '<configuration><system.diagnostics><sources><source name="ECMA2Host" switchValue="Verbose"><listeners><add initializeData="c:\\log" name="x"/></listeners></source></sources></system.diagnostics><appSettings><add key="a" value="1"/></appSettings></configuration>',
  ),
  read: ifOk(readExeConfig),
};
const project: FuzzTarget = {
  name: 'zip-project',
  seeds: [projectAt('https://hr.contoso.example/service')],
  async read(input) {
    const value = await readProject(input, never);
    return { outcome: value.ok ? 'read' : 'unread', value };
  },
};
const event: FuzzTarget = {
  name: 'xml-event',
  seeds: text(
    classicEvent({ provider: 'ECMA2Host', data: ['System.Exception: x', 'b'] }),
    serviceEvent(7000, ['a', 'b']),
  ),
  read(input) {
    const value = readEvent(input.toString());
    return { outcome: value === undefined ? 'unread' : 'read', value };
  },
};
const dsn: FuzzTarget = {
  name: 'dsn',
  seeds: text(
    '[ODBC]\r\nDRIVER=ODBC Driver 18 for SQL Server\r\nSERVER=tcp:db01,1433\r\nDATABASE=CONTOSO\r\nUID=u\r\nPWD={a}}b}\r\nEncrypt=yes\r\n',
    '[ODBC]\nDRIVER={PostgreSQL Unicode};SERVER=a;PORT=5432;SSLMODE=verify-full\n"PWD"=x\n',
  ),
  read(input) {
    const value = readFileDsn(input);
    return { outcome: value.hasSection ? 'read' : 'no section', value };
  },
};
const proxyText: FuzzTarget = {
  name: 'pac-and-proxy-text',
  seeds: text(
    '46000000030000000b0000001a000000687474703d70726f78793a383038303b68747470733d70726f78790b0000003c6c6f63616c3e3b2a2e630e000000687474703a2f2f777061642f782e',
    'http=proxy:8080;https=user:pw@proxy:8443;socks=x',
    'http://user:p%40w@[::1]:3128/',
    '<local>;*.contoso.example;10.*;[a-z',
    'function FindProxyForURL(url, host) { return "PROXY proxy:8080; DIRECT"; }',
  ),
  read(input) {
    const given = input.toString('latin1');
    const value = [connectionSettings(given), parseProxy(given), proxyIn(given), exceptionsIn(given)];
    return { outcome: value[0] === undefined ? 'text' : 'settings', value };
  },
};
const report: FuzzTarget = {
  name: 'saved-report',
  seeds: text(writeJson(madeUp)),
  read(input) {
    const value = readReport(input.toString());
    return { outcome: value.ok ? 'read' : 'unread', value };
  },
};
const dotnet: FuzzTarget = {
  name: 'powershell-json',
  seeds: text(
    '{"status":200,"proxy":"proxy:8080"}',
    '{"failure":"TrustFailure","faults":[{"type":"System.Net.WebException","hresult":"0x80131509","code":10060}],"proxy":"[::1]:80"}',
  ),
  async read(input) {
    const ask = async () => {
      try {
        return { state: 'seen', value: JSON.parse(input.toString()) as unknown } as const;
      } catch {
        return { state: 'failed', problem: { code: 'JSON', text: '' } } as const;
      }
    };
    const request = { url: new URL('https://a'), timeoutMs: 1, proxy: 'default' } as const;
    const value = await dotnetGet({ ask } as unknown as Parameters<typeof dotnetGet>[0], request, never);
    return { outcome: value.state === 'seen' ? value.value.kind : value.state, value };
  },
};
const document: FuzzTarget = {
  name: 'sign-in-json',
  seeds: text(
    '{"issuer":"https://a/11111111-2222-3333-4444-555555555555/v2.0","cloud_instance_name":"microsoftonline.com","tenant_region_scope":"NA","msgraph_host":"graph.microsoft.com"}',
    '{"error":"invalid_tenant","error_description":"AADSTS90002: no"}',
    `h.${Buffer.from('{"scp":"A B","roles":["C"],"wids":["x"]}').toString('base64url')}.s`,
  ),
  read(input) {
    const body = input.toString();
    const about = { status: 200, headers: {}, body, cut: false };
    const read = readDocument(about);
    return {
      outcome: cloudOf(read) ?? readAnswer(about).answer,
      value: [read, readAnswer(about), readAnswer({ ...about, status: 400 }), readClaims(body)],
    };
  },
};
const certificate: FuzzTarget = {
  name: 'certificate',
  seeds: [
    Buffer.from('3082010a0282010100', 'hex'),
    Buffer.from('-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'),
  ],
  read(input) {
    const value = readCertificate(input);
    return { outcome: value === undefined ? 'unread' : 'read', value };
  },
};

/** A child whose pipe says something else than it should. */
function childSaying(said: Buffer): ChildProcess {
  const answers = new PassThrough();
  const child = new EventEmitter();
  const gone = (): void => void setImmediate(() => child.emit('close', 1, null));
  const stdin = new PassThrough();
  stdin.on('data', () => {
    answers.write(said.subarray(0, 7));
    answers.end(said.subarray(7));
    answers.once('end', gone);
  });
  return Object.assign(child, {
    stdin,
    stdio: [stdin, null, null, answers],
    kill: () => {
      gone();
      return true;
    },
  }) as unknown as ChildProcess;
}
const odbc: FuzzTarget = {
  name: 'odbc-pipe',
  seeds: text(
    '{"id":1,"ok":true,"info":{"driver":"x","driverVersion":"1","driverOdbc":"3","engine":"PostgreSQL","engineVersion":"15","server":"a","database":"b","user":"c","readOnly":false,"escape":"x","transactions":2}}\n',
    '{"id":1,"ok":true,"rows":[{"a":"1","b":null}],"changed":-1,"cut":true,"sets":[[{"a":"x"}]],"steps":[{"rows":[{"a":null}],"changed":1},{"broken":[]}]}\n',
    '{"id":1,"ok":false,"diagnostics":[{"state":"28000","native":18456,"text":"Login failed"}]}\n',
  ),
  async read(input) {
    const conversation = new OdbcConversation({ file: 'x', args: [] }, {}, () => childSaying(input));
    const value = await conversation.ask(
      { kind: 'run', text: 'SELECT 1', parameters: [], maxRows: 10 },
      20,
      never,
    );
    conversation.kill();
    if (value.ok)
      for (const row of [...(value.rows ?? []), ...(value.sets ?? []).flat()])
        for (const cell of Object.values(row))
          if (cell !== null && typeof cell !== 'string') throw new Error(`a cell is a ${typeof cell}`);
    return { outcome: value.ok ? 'answer' : 'ended' in value ? value.ended.how : 'diagnostics', value };
  },
};

export const fileTargets: readonly FuzzTarget[] = [
  proxyConfig,
  machine,
  hostXml,
  exeConfig,
  project,
  event,
  dsn,
  proxyText,
  report,
  dotnet,
  document,
  certificate,
  odbc,
];
