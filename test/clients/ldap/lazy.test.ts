import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const probes = new URL('../../../src/probes/index.ts', import.meta.url).href;
const settings = new URL('../../../src/settings/schema.ts', import.meta.url).href;

/** Prints each module of the client library that gets loaded. */
const watch = `import { registerHooks } from 'node:module';
registerHooks({ load(url, context, next) { if (url.includes('ldapts')) console.log('LOADED ' + url); return next(url, context); } });`;

async function loadedBy(script: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '-e',
    watch + script,
  ]);
  return stdout;
}

it('the client library loads when a directory is asked, not before', async () => {
  const target = {
    name: 'D',
    library: 'generic-ldap',
    target: { ldap: { url: 'ldap://127.0.0.1:1', bindDn: 'cn=a', password: 'p' } },
  };
  const script = `
    const { probesFor } = await import(${JSON.stringify(probes)});
    const { settingsSchema } = await import(${JSON.stringify(settings)});
    console.log(probesFor(settingsSchema.parse({ connectors: [${JSON.stringify(target)}] }), { writeTest: true }).length);`;
  expect(await loadedBy(script)).toMatch(/^\d+\n$/);
  expect(await loadedBy(`await import('ldapts');`)).toContain('LOADED');
});
