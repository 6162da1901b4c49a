import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Authority, makeAuthority } from '../beds/certificates.ts';
import { type Cloud, startCloud } from '../beds/loopback.ts';
import { type ScriptedLdap, startScriptedLdap } from '../beds/scripted-ldap.ts';
import { startProxy } from '../beds/scripted-proxy.ts';
import { startTds, type TdsBed } from '../beds/tds/server.ts';
import { clientId } from '../beds/tenant-cloud.ts';
import { makePlace, type Place, run } from '../flows/program.ts';
import { Session } from '../flows/pty.ts';
import { filesIn, found, ProcessWatch } from './places.ts';

/** Every kind of secret that a run can hold. None of these words stands anywhere else. */
export const secrets = {
  bind: 'Bind-Wort9#alpha',
  refusedBind: 'Bind-Wort8#omega',
  database: 'Daten-Wort7}beta',
  refusedDatabase: 'Daten-Wort6;gamma',
  client: 'Kunden~Wort5.delta',
  token: 'TokenWort0iota',
  proxy: 'Proxy-Wort4!eps',
  host: 'Host-Wort3+zeta/xy',
  file: 'Datei-Wort2%eta',
  dsn: 'Dsn-Wort1_theta',
} as const;

const all: readonly string[] = Object.values(secrets);

/** Libraries and Node tell what they do. */
export const switches = {
  DEBUG: '*',
  AZURE_LOG_LEVEL: 'verbose',
  LOG_TOKENS: '1',
  NODE_DEBUG: 'http,https,net,tls,child_process,stream',
};

export interface Leak {
  readonly place: string;
  readonly secret: string;
  readonly how: readonly string[];
}

export interface Hunted {
  readonly leaks: readonly Leak[];
  /** Texts looked through, and their length in all. */
  readonly texts: number;
  readonly length: number;
  readonly children: number;
  /** What the peers were sent: else nothing was hunted for. */
  readonly sent: readonly string[];
  /** What the libraries said of themselves, and Node. */
  readonly stderr: string;
  /** What went out: stdout, stderr and reports, by their names. */
  readonly told: Readonly<Record<string, string>>;
}

/** Servers that say again whatever they were sent, spelled as `say` spells it. */
export class HuntingGround {
  readonly authority: Authority;
  readonly #cloud: Cloud;
  readonly #directory: ScriptedLdap;
  readonly #refusing: ScriptedLdap;
  readonly #database: TdsBed;
  readonly #refusingDatabase: TdsBed;
  readonly #proxy: Awaited<ReturnType<typeof startProxy>>;
  readonly #spelling: { say: (secret: string) => string };
  readonly #sent: Set<string>;

  private constructor(
    authority: Authority,
    beds: readonly [
      Cloud,
      ScriptedLdap,
      ScriptedLdap,
      TdsBed,
      TdsBed,
      Awaited<ReturnType<typeof startProxy>>,
    ],
    spelling: { say: (secret: string) => string },
    sent: Set<string>,
  ) {
    this.authority = authority;
    [this.#cloud, this.#directory, this.#refusing, this.#database, this.#refusingDatabase, this.#proxy] =
      beds;
    this.#spelling = spelling;
    this.#sent = sent;
  }

  static async open(): Promise<HuntingGround> {
    const authority = await makeAuthority('/CN=Hunt CA');
    const certificate = await authority.issue('localhost', { names: ['localhost', '127.0.0.1'], days: 30 });
    const spelling = { say: (secret: string) => secret };
    const sent = new Set<string>();
    const echo = (given: string): string => {
      for (const secret of all)
        if (given.includes(secret) || given.includes(encodeURIComponent(secret))) sent.add(secret);
      // Nobody can say what he was not told.
      return ['you sent', ...[...sent].map((secret) => spelling.say(secret))].join(' ');
    };
    const cloud = await startCloud(certificate, (request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += String(part)));
      request.on('end', () => {
        const said = echo(`${body}${request.headers.authorization}`);
        const origin = `https://localhost:${cloud.port}`;
        const path = request.url ?? '';
        response.setHeader('x-echo', encodeURIComponent(said).slice(0, 6000));
        if (path.includes('openid-configuration')) {
          const tenant = `${origin}/11111111-2222-3333-4444-555555555555`;
          response.setHeader('content-type', 'application/json');
          response.end(
            JSON.stringify({
              issuer: `${tenant}/v2.0`,
              authorization_endpoint: `${tenant}/oauth2/v2.0/authorize`,
              token_endpoint: `${tenant}/oauth2/v2.0/token`,
              jwks_uri: `${tenant}/discovery/v2.0/keys`,
              cloud_instance_name: 'microsoftonline.com',
              tenant_region_scope: said,
              msgraph_host: `localhost:${cloud.port}`,
            }),
          );
        } else if (path.includes('/token')) {
          response.setHeader('content-type', 'application/json');
          const payload = { aud: 'graph', roles: ['Organization.Read.All'], name: said };
          const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
          response.end(
            JSON.stringify({
              token_type: 'Bearer',
              expires_in: 3600,
              access_token: `${encode({ alg: 'none' })}.${encode(payload)}.${secrets.token}`,
            }),
          );
        } else if (path.startsWith('/v1.0/')) {
          response.setHeader('content-type', 'application/json');
          const value = [
            { countryLetterCode: said, tenantType: said, skuPartNumber: said, servicePlans: [] },
          ];
          response.end(JSON.stringify({ value, userType: said, error: { code: said, message: said } }));
        } else response.end(`<html><title>${said}</title></html>`);
      });
    });
    const rootDse = () => ({
      namingContexts: 'dc=example',
      supportedLDAPVersion: '3',
      vendorName: echo(''),
      vendorVersion: echo(''),
      subschemaSubentry: 'cn=schema',
    });
    const directory = await startScriptedLdap({
      get rootDse() {
        return rootDse();
      },
      bind: (_dn, password) => {
        echo(password);
        return { code: 0, text: echo('') };
      },
      refuse: (operation, dn) =>
        operation === 'search' && dn !== '' ? { code: 50, text: echo('') } : undefined,
      whoAmI: () => echo(''),
    });
    const refusing = await startScriptedLdap({
      get rootDse() {
        return rootDse();
      },
      bind: (_dn, password) => ({ code: 49, text: echo(password) }),
    });
    const database = await startTds({
      certificate,
      encryption: 'on',
      login: ({ password }) => {
        echo(password ?? '');
        return [];
      },
      answer: () => ({
        error: { number: 229, class: 14, message: echo(''), procedure: echo('').slice(0, 100) },
      }),
    });
    const refusingDatabase = await startTds({
      certificate,
      encryption: 'on',
      login: ({ password }) => [{ number: 18456, state: 8, class: 14, message: echo(password ?? '') }],
    });
    const proxy = await startProxy({
      account: { user: 'svc', password: 'another' },
      get schemes() {
        const given = Buffer.from((proxy.seen.at(-1) ?? '').split(' ')[1] ?? '', 'base64').toString();
        return [`Basic realm="${encodeURIComponent(echo(given))}"`];
      },
    });
    return new HuntingGround(
      authority,
      [cloud, directory, refusing, database, refusingDatabase, proxy],
      spelling,
      sent,
    );
  }

  async close(): Promise<void> {
    const beds = [
      this.#cloud,
      this.#directory,
      this.#refusing,
      this.#database,
      this.#refusingDatabase,
      this.#proxy,
    ];
    await Promise.all(beds.map((bed) => bed.stop()));
  }

  /** One run; `output`: `screen` or what stdout is to hold. */
  async hunt(
    say: (secret: string) => string,
    output: '--json' | '--events' | '--plain' | 'screen',
    { noisy = false, throughProxy = false } = {},
  ): Promise<Hunted> {
    this.#spelling.say = say;
    this.#sent.clear();
    const place = this.#place(throughProxy);
    const env: Record<string, string> = {
      L1: secrets.bind,
      L2: secrets.refusedBind,
      D1: secrets.database,
      D2: secrets.refusedDatabase,
      C: secrets.client,
      H: secrets.host,
      // What Node and its libraries read by themselves.
      ...(throughProxy
        ? { HTTPS_PROXY: `http://svc:${encodeURIComponent(secrets.proxy)}@127.0.0.1:${this.#proxy.port}` }
        : {}),
      ...(noisy ? switches : {}),
    };
    const texts: Record<string, string> = {};
    let children = 0;
    if (output === 'screen') {
      const session = new Session(place, [], { columns: 120, rows: 40 }, env);
      const watch = new ProcessWatch(session.pid);
      // A bound for what hangs: the long hunt runs on machines that are busy.
      await session.waitFor(/NOT READY/, 110_000);
      texts.screen = session.sent;
      await session.end();
      const seen = watch.stop();
      Object.assign(texts, seen.texts);
      children = seen.children;
    } else {
      const reports = ['r.json', 'r.xml', 'r.html', 'r.md', 'r.prom', 'r.csv', 'tickets.md', 'tickets.txt'];
      let watch: ProcessWatch | undefined;
      const ended = await run(
        [output, '--timeout', '60', ...reports.flatMap((name) => ['--report', join('out', name)])],
        {
          place,
          env,
          during: (child) => {
            if (child.pid !== undefined) watch = new ProcessWatch(child.pid);
          },
        },
      );
      texts.stdout = ended.stdout;
      texts.stderr = ended.stderr;
      const seen = watch?.stop();
      Object.assign(texts, seen?.texts);
      children = seen?.children ?? 0;
      Object.assign(texts, filesIn(join(place.folder, 'out')));
    }
    Object.assign(texts, filesIn(place.state));
    const leaks = Object.entries(texts).flatMap(([where, text]) =>
      Object.entries(secrets).flatMap(([secret, word]): Leak[] => {
        const how = found(text, word);
        return how.length === 0 ? [] : [{ place: where, secret, how }];
      }),
    );
    return {
      leaks,
      texts: Object.keys(texts).length,
      length: Object.values(texts).reduce((sum, text) => sum + text.length, 0),
      children,
      sent: [...this.#sent].sort(),
      stderr: texts.stderr ?? '',
      told: Object.fromEntries(Object.entries(texts).filter(([where]) => /^std|[\\/]out[\\/]/.test(where))),
    };
  }

  #place(throughProxy: boolean): Place {
    const place = makePlace();
    mkdirSync(join(place.folder, 'out'));
    place.write('password.txt', `${secrets.file}\n`);
    place.write(
      'hr.dsn',
      `[ODBC]\nDRIVER=No Such Driver\nSERVER=127.0.0.1\nDATABASE=CONTOSO\nPASSWORD2=${secrets.dsn}\nKeystorePassword=${secrets.dsn}\nAPP=${secrets.dsn}\nLanguage=x;WSID=${secrets.dsn}\nClientCertificate=file:x,password:${secrets.dsn}\n`,
    );
    const ldap = (name: string, { port }: ScriptedLdap, variable: string) => ({
      name,
      library: 'generic-ldap',
      target: {
        ldap: {
          url: `ldap://127.0.0.1:${port}`,
          bindDn: `cn=${name},dc=example`,
          password: { env: variable },
          users: 'ou=people,dc=example',
        },
      },
    });
    const sql = (name: string, { port }: TdsBed, variable: string) => ({
      name,
      library: 'generic-sql',
      target: {
        sql: {
          server: '127.0.0.1',
          port,
          database: 'CONTOSO',
          user: 'ecma',
          password: { env: variable },
          table: 'dbo.Employees',
          anchor: 'Login',
          caFile: this.authority.certFile,
          dsn: 'hr.dsn',
        },
      },
    });
    const cloud = {
      tenant: {
        id: 'contoso.example',
        cloud: {
          signIn: `https://localhost:${this.#cloud.port}`,
          graph: `https://localhost:${this.#cloud.port}`,
        },
        signIn: { method: 'client-secret', clientId, secret: { env: 'C' } },
      },
      network: {
        caFile: this.authority.certFile,
        ...(throughProxy
          ? {
              proxy: {
                url: `http://127.0.0.1:${this.#proxy.port}`,
                user: 'svc',
                password: { file: 'password.txt' },
              },
            }
          : {}),
      },
    };
    const connectors = [
      {
        ...ldap('Directory', this.#directory, 'L1'),
        secretToken: { env: 'H' },
        tenantUrl: `https://localhost:${this.#cloud.port}/ecma2host_Directory/scim`,
      },
      ldap('Refusing', this.#refusing, 'L2'),
      sql('Database', this.#database, 'D1'),
      sql('RefusingDatabase', this.#refusingDatabase, 'D2'),
    ];
    place.write('.ecmarc', JSON.stringify({ ...cloud, connectors }));
    return place;
  }
}
