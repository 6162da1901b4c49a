import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Place } from '../flows/program.ts';
import type { Target } from './targets.ts';

/** Targets of so many connectors (test/bench/targets.ts), until `stop`. */
export async function startTargets(
  count: number,
): Promise<{ readonly targets: readonly Target[]; stop(): void }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'targets.ts'), String(count)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    text += chunk;
    if (text.endsWith(']')) break;
  }
  return { targets: JSON.parse(text) as readonly Target[], stop: () => child.stdin.end() };
}

/** A site whose connectors have these targets. Their password is in `ECMA_PASSWORD`. */
export function writeSite({ write }: Place, targets: readonly Target[]): void {
  const connectors = targets.map(({ kind, port }, index) => ({
    name: `C${index}`,
    library: `generic-${kind}`,
    target: { [kind]: kind === 'ldap' ? directory(port) : database(port) },
  }));
  write('.ecmarc', JSON.stringify({ connectors }));
}

function directory(port: number): object {
  return {
    url: `ldap://127.0.0.1:${port}`,
    bindDn: 'cn=ecma,dc=x',
    password: { env: 'ECMA_PASSWORD' },
    users: 'ou=people,dc=x',
  };
}

function database(port: number): object {
  return {
    server: '127.0.0.1',
    port,
    database: 'CONTOSO',
    table: 'dbo.Employees',
    user: 'ecma',
    password: { env: 'ECMA_PASSWORD' },
    encrypt: false,
  };
}
