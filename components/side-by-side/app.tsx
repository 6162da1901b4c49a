import { type AppProps, App as Screen } from '../app.tsx';
import { SlotsContext } from '../slots.ts';
import { Detail } from './detail.tsx';
import { detailLines } from './detail-lines.ts';
import { Header } from './header.tsx';
import { Row } from './row.tsx';

const slots = { Header, Row, Detail, detailLines };

/** The screen of several saved reports: the same screen, with a column a server. */
export function App(props: AppProps) {
  return (
    <SlotsContext value={slots}>
      <Screen {...props} />
    </SlotsContext>
  );
}
