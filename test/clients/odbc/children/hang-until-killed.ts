import { OdbcConversation } from '../../../../src/clients/odbc/conversation.ts';
import { program } from '../../../beds/odbc/drivers.ts';

/** A doctor whose driver (first argument) hangs: the parent kills it there. */
const conversation = new OdbcConversation(program, process.env);
await conversation.ask(
  { kind: 'catalogue', of: 'tables', catalogue: null, schema: null, table: 'x', maxRows: 1 },
  30,
  new AbortController().signal,
);
process.stdout.write('connecting\n');
await conversation.ask(
  { kind: 'connect', string: `DRIVER={${process.argv[2]}};`, seconds: 60 },
  60,
  new AbortController().signal,
);
