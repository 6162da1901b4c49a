import { serveOdbc } from '../../../../src/clients/odbc/child/serve.ts';

/** The hidden mode of the program, from source. */
await serveOdbc(undefined);
