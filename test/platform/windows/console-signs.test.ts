import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeTheme } from '../../../components/theme/theme.ts';
import { statuses } from '../../../src/engine/status.ts';
import { signsOf } from '../../../src/platform/windows/console-signs.ts';
import type { ConsoleState } from '../../../src/platform/windows/types.ts';

const modern: ConsoleState = {
  legacy: false,
  quickEdit: true,
  codePage: 437,
  outputCodePage: 437,
  buffer: { columns: 120, rows: 9001 },
  window: { columns: 120, rows: 30 },
  escapes: true,
  trueType: true,
};
const raster = { trueType: false };
const { trueType: _trueType, ...unknownFont } = modern;

describe('which signs a console gets', () => {
  it.each<[string, Partial<ConsoleState>, 'signs' | 'ascii' | 'ascii, wide']>([
    ['Consolas, 437', {}, 'signs'],
    ['Consolas, 850', { codePage: 850, outputCodePage: 850 }, 'signs'],
    ['Consolas, UTF-8', { outputCodePage: 65001 }, 'signs'],
    ['Consolas, only the input is Japanese', { codePage: 932 }, 'signs'],
    ['raster, 437', raster, 'ascii'],
    ['raster, 850', { ...raster, outputCodePage: 850 }, 'ascii'],
    ['raster, UTF-8', { ...raster, outputCodePage: 65001 }, 'ascii'],
    ['MS Gothic, 932', { outputCodePage: 932 }, 'ascii, wide'],
    ['NSimSun, 936', { outputCodePage: 936 }, 'ascii, wide'],
    ['Gulim, 949', { outputCodePage: 949 }, 'ascii, wide'],
    ['MingLiU, 950', { outputCodePage: 950 }, 'ascii, wide'],
    ['raster, 932', { ...raster, outputCodePage: 932 }, 'ascii, wide'],
    ['the old console', { legacy: true }, 'ascii'],
    ['the old console, which takes no escape sequences', { legacy: true, escapes: false }, 'ascii'],
    ['one that takes no escape sequences for another reason', { escapes: false }, 'ascii'],
  ])('%s', (_, state, expected) => {
    const { ascii, wide } = signsOf({ ...modern, ...state });
    expect([ascii ? 'ascii' : 'signs', ...(wide ? ['wide'] : [])].join(', ')).toBe(expected);
  });

  it('a font that nobody knows (Windows Terminal, SSH) is taken for a good one', () => {
    expect(signsOf(unknownFont)).toEqual({ ascii: false, wide: false });
  });
});

const iconv = '/usr/bin/iconv';

/** A second opinion on the reason for ASCII with raster fonts: what the C library knows of the code pages. */
describe.skipIf(!existsSync(iconv))('the code pages', () => {
  const { glyphs } = makeTheme({ ascii: false, color: true, calm: true });
  const used = [...statuses.map((status) => glyphs.status(status)), glyphs.ellipsis, glyphs.mask];
  const lacking = (codePage: string): readonly string[] =>
    [...new Set(used)].filter((sign) => {
      try {
        execFileSync(iconv, ['-f', 'UTF-8', '-t', codePage], {
          input: sign,
          stdio: ['pipe', 'ignore', 'ignore'],
        });
        return false;
      } catch {
        return true;
      }
    });

  it('each lack signs that we use, and not the same ones', () => {
    expect(lacking('CP437')).toContain('×');
    expect(lacking('CP437')).not.toContain('√');
    expect(lacking('CP850')).toContain('√');
    expect(lacking('CP850')).not.toContain('×');
    for (const codePage of ['CP437', 'CP850']) expect(lacking(codePage)).toContain('…');
  });

  it('and none lacks the ASCII twins', () => {
    const { glyphs: twins } = makeTheme({ ascii: true, color: true, calm: true });
    const all = [...statuses.map((status) => twins.status(status)), twins.rule, twins.ellipsis, twins.caret];
    expect(all.join('')).toMatch(/^[ -~]*$/);
  });
});
