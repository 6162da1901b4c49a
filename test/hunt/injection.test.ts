import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removePlaces } from '../flows/program.ts';
import { HuntingGround } from './secrets.ts';

let ground: HuntingGround;
beforeAll(async () => {
  ground = await HuntingGround.open();
});
afterAll(async () => {
  await ground.close();
  removePlaces();
});

/** What peers say: directory, database, sign-in host, token, Graph, proxy. */
const evil = `##vso[task.complete]x ::error::y\n::add-path::z\r::debug::w \u001b]52;c;ZXZpbA==\u0007 \u009b2J \u202egnp \u200b##[x] =1+1`;

describe('peers that speak to terminals and build servers', () => {
  it.each(['--plain', '--json', '--events'] as const)('%s: nobody obeys them', async (output) => {
    const { told } = await ground.hunt(() => evil, output, { throughProxy: output === '--events' });
    expect(Object.keys(told).length).toBeGreaterThan(9);
    for (const [where, text] of Object.entries(told)) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      const unsafe = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069]/;
      expect.soft(`${where}: ${JSON.stringify(unsafe.exec(text)?.[0])}`).toBe(`${where}: undefined`);
      if (!/^std|\.json$/.test(where)) continue;
      expect.soft(`${where}: ${/##\w*\[|^\s*::.*/m.exec(text)?.[0]}`).toBe(`${where}: undefined`);
    }
    // It was said, and is shown.
    expect(told.stdout).toMatch(/task\.complete/);
  });
});
