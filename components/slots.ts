import { type ComponentType, createContext } from 'react';
import { Detail, type DetailProps } from './detail/detail.tsx';
import { detailLines } from './detail/detail-lines.ts';
import { Header, type HeaderProps } from './frame/header.tsx';
import { Row, type RowProps } from './list/row.tsx';

/** The pieces that show a run's checks otherwise than several reports side by side; all else is the same screen. */
export interface ScreenSlots {
  readonly Header: ComponentType<HeaderProps>;
  readonly Row: ComponentType<RowProps>;
  readonly Detail: ComponentType<DetailProps>;
  readonly detailLines: typeof detailLines;
}

export const SlotsContext = createContext<ScreenSlots>({ Header, Row, Detail, detailLines });
