import { serveOdbc } from '../clients/odbc/child/serve.ts';
import { nativeModule } from './native-module.ts';

/** The program as the child that holds the ODBC driver; ends itself. */
export function runOdbcChild(): Promise<void> {
  return serveOdbc(nativeModule);
}
