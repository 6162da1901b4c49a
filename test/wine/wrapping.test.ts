import { expect, it } from 'vitest';
import { withoutWrapping } from './wrapping.ts';

const esc = '\u001b';
const sent = `${esc}[1Ga lo${esc}[K\r\r\nng line${esc}[\r\r\n95m?${esc}[K\r\r\n${esc}[1Gnext${esc}[K\r\r\n${esc}[1Glast`;
const meant = `${esc}[1Ga long line${esc}[95m?${esc}[K\r\r\n${esc}[1Gnext${esc}[K\r\r\n${esc}[1Glast`;

it("takes out Wine's line breaks, however the pieces arrive", () => {
  for (let size = 1; size <= sent.length; size += 1) {
    const repair = withoutWrapping();
    let shown = '';
    for (let at = 0; at < sent.length; at += size) shown += repair(sent.slice(at, at + size));
    expect(shown).toBe(meant);
  }
});
