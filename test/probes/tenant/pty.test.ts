import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { clientId } from '../../beds/tenant-cloud.ts';
import { makePlace, removePlaces } from '../../flows/program.ts';
import { Session } from '../../flows/pty.ts';
import { keys } from '../../terminal/fake-terminal.ts';
import { cloudBed } from './kit.ts';

const bed = cloudBed();
const open: Session[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((session) => session.end()));
});
afterAll(removePlaces);

const p2 = 'eec0eb4f-6444-4f95-aba0-50c24d67f998';
const skus = [
  {
    skuId: '06ebc4ee-1bb5-47dd-8120-11324bc54e06',
    skuPartNumber: 'SPE_E5',
    capabilityStatus: 'Enabled',
    prepaidUnits: { enabled: 5 },
    consumedUnits: 1,
    servicePlans: [{ servicePlanId: p2, provisioningStatus: 'Success' }],
  },
];

/** The program at a screen of 100 columns, on the tenant's rows alone. */
function start(place = makePlace(), rows = 30): Session {
  place.write(
    '.ecmarc',
    JSON.stringify({
      tenant: {
        id: 'contoso.example',
        cloud: { signIn: `https://localhost:${bed.cloud.port}` },
        signIn: { method: 'device-code', clientId },
      },
      network: { caFile: bed.authority.certFile },
    }),
  );
  const session = new Session(place, ['--only', 'tenant.*'], { columns: 100, rows });
  open.push(session);
  return session;
}

describe('a sign-in with a device code, at the screen', () => {
  it('expires, is asked anew, and goes on to the licence', async () => {
    bed.cloud.reset({ code: { expiresIn: 8, polls: ['authorization_pending'] } });
    const session = start();
    await session.waitFor(/Signs in to Microsoft Graph +ABCD-EFGH at login\.example\/device/);
    await session.waitFor(/^(?![\s\S]*ABCD-EFGH)[\s\S]*Signs in to Microsoft Graph.*nobody entered/);
    bed.cloud.reset({ code: { polls: ['authorization_pending'] } });
    session.type('f');
    await session.waitFor(/ABCD-EFGH/);
    bed.cloud.reset({ code: { polls: ['ok'] }, skus });
    await session.waitFor(/Premium P1 or P2 licence.*P2 in SPE_E5/);
    await session.waitFor(/Country is allowed.*US/);
    expect(session.lines().join('\n')).not.toMatch(/ABCD-?EFGH/);
    expect(session.sent).not.toContain('planted');
  });

  it('shows the code big on its page, counts down, and leaves it in no file', async () => {
    bed.cloud.reset({ code: { polls: ['authorization_pending'] } });
    const place = makePlace();
    const session = start(place, 15);
    await session.waitFor(/Sign in: ABCD-EFGH at login\.example\/device/);
    session.type('/');
    await session.waitFor(/Enter keep/);
    session.type('graph\r');
    await session.waitFor(/Esc clears/);
    session.type('\r');
    await session.waitFor(/^ {14}https:\/\/login\.example\/device$/m);
    await session.waitFor(/^ {14}A B C D - E F G H$/m);
    await session.waitFor(/expires in 1[0-4]:\d\d/);
    session.type('c');
    // Where these tests run there is no clipboard that the program knows.
    if (process.platform !== 'win32') await session.waitFor(/No clipboard here/);
    session.type(keys.ctrlC);
    expect(await session.exited()).toBe(130);
    const files = readdirSync(place.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    expect(files.length).toBeGreaterThan(1);
    expect(files.filter((text) => /ABCD-?EFGH|planted/.test(text))).toEqual([]);
  });

  it('is cancelled', async () => {
    bed.cloud.reset({ code: { polls: ['authorization_pending'] } });
    const session = start();
    await session.waitFor(/ABCD-EFGH/);
    session.type(keys.ctrlC);
    expect(await session.exited()).toBe(130);
    expect(session.cursorHidden).toBe(false);
    await bed.cloud.opened(0);
  });
});
