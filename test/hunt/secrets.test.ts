import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removePlaces } from '../flows/program.ts';
import { found, spellings } from './places.ts';
import { HuntingGround, secrets } from './secrets.ts';

let ground: HuntingGround;
beforeAll(async () => {
  ground = await HuntingGround.open();
});
afterAll(async () => {
  await ground.close();
  removePlaces();
});

/** Each secret in another spelling; the next runs of `npm run hunt` have every one in each. */
function mixed(secret: string): string {
  const ways = Object.values(spellings);
  const say = ways[Object.values<string>(secrets).indexOf(secret) % ways.length];
  return `${secret} or ${say?.(secret)}`;
}

const ofTargets = [secrets.bind, secrets.refusedBind, secrets.refusedDatabase, secrets.database];

/** Peers say again what they were sent; every library is told to say what it does. `npm run hunt` is the long one. */
describe('a hunt for secrets', () => {
  it.each(Object.entries(spellings))('sees what is spelled: %s', (_, say) => {
    for (const secret of Object.values(secrets))
      expect(found(`a text: ${say(secret)}, of a peer`, secret)).not.toEqual([]);
  });

  it('through reports, output, state, arguments and environments finds none', async () => {
    const { leaks, sent, children, stderr, texts } = await ground.hunt(mixed, '--json', { noisy: true });
    expect(leaks).toEqual([]);
    expect(sent).toEqual([...ofTargets, secrets.client, secrets.token].sort());
    expect(texts).toBeGreaterThan(10);
    expect(children).toBeGreaterThan(0);
    // Node's own switch is heeded before the program begins; no library's is.
    expect(stderr).not.toMatch(/azure|msal|agent-base|tedious|proxy-agent/i);
  });

  it('on a way through a proxy with passwords finds none', async () => {
    const { leaks, sent, stderr } = await ground.hunt(mixed, '--events', { noisy: true, throughProxy: true });
    expect(leaks).toEqual([]);
    expect(sent).toEqual([...ofTargets, secrets.file].sort());
    expect(stderr).not.toMatch(/azure|msal|agent-base|tedious|proxy-agent/i);
  });

  it('on the screen finds none', async () => {
    const { leaks, length } = await ground.hunt(mixed, 'screen');
    expect(leaks).toEqual([]);
    expect(length).toBeGreaterThan(5_000);
  });
});
