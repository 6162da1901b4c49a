import { describe, expect, it } from 'vitest';
import { viewportOf } from '../../../components/list/viewport.ts';

const at = (index: number, last = index, first = index) => ({ key: `row ${index}`, index, first, last });

describe('frameOf', () => {
  it('shows a short list whole', () => {
    expect(viewportOf(5, 10, at(4), undefined)).toEqual({ offset: 0, above: 0, below: 0 });
  });

  it('scrolls only as far as the cursor needs', () => {
    expect(viewportOf(100, 10, at(5), { key: 'row 4', index: 4, offset: 0 }).offset).toBe(0);
    expect(viewportOf(100, 10, at(9), { key: 'row 8', index: 8, offset: 0 }).offset).toBe(1);
    expect(viewportOf(100, 10, at(20), { key: 'row 21', index: 21, offset: 21 }).offset).toBe(20);
  });

  it('shows the last line at the end', () => {
    expect(viewportOf(100, 10, at(99), undefined)).toEqual({ offset: 90, above: 90, below: 0 });
  });

  it('keeps the cursor on its line of the screen when lines come in above it', () => {
    const before = { key: 'row 40', index: 40, offset: 35 };
    expect(viewportOf(103, 10, { ...at(43), key: 'row 40' }, before).offset).toBe(38);
    expect(viewportOf(90, 10, { ...at(37), key: 'row 40' }, before).offset).toBe(32);
  });

  it('keeps what belongs to the cursor in sight', () => {
    expect(viewportOf(100, 10, at(8, 12), { key: 'row 8', index: 8, offset: 0 }).offset).toBe(4);
  });

  it('brings along what stands above the cursor, as far as there is room', () => {
    expect(viewportOf(100, 10, at(3, 3, 0), { key: 'row 4', index: 4, offset: 4 }).offset).toBe(0);
    expect(viewportOf(100, 10, at(30, 30, 0), { key: 'row 31', index: 31, offset: 31 }).offset).toBe(22);
  });

  it('always has the cursor in the window', () => {
    for (let height = 1; height < 12; height += 1) {
      for (let cursor = 0; cursor < 40; cursor += 1) {
        for (let offset = 0; offset < 40; offset += 1) {
          const frame = viewportOf(40, height, at(cursor), { key: 'other', index: 3, offset });
          expect(cursor).toBeGreaterThanOrEqual(frame.offset);
          const lost = frame.below > 0 && height > 1 ? 1 : 0;
          expect(cursor).toBeLessThan(frame.offset + height - lost);
        }
      }
    }
  });
});
