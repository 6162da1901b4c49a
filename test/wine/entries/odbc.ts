import { connectionString, type Keyword } from '../../../src/clients/odbc/connection-string.ts';
import { OdbcConversation } from '../../../src/clients/odbc/conversation.ts';

// Windows' Node starts the program (first argument: a script of Node's, or an executable) in its hidden mode and asks
// through odbc32.dll.
const [, , program = '', ...pairs] = process.argv;
const signal = new AbortController().signal;
const keywords = pairs.map((pair): Keyword => {
  const at = pair.indexOf('=');
  return [pair.slice(0, at), pair.slice(at + 1)];
});
const command = program.endsWith('.exe')
  ? { file: program, args: [] }
  : { file: process.execPath, args: [program] };
const conversation = new OdbcConversation(command, process.env);
const connect = { kind: 'connect', string: connectionString(keywords), seconds: 10 } as const;
const login = await conversation.ask(connect, 60, signal);
const text = "SELECT current_database()::text AS database, 'häß'::text AS letters";
const asked = await conversation.ask({ kind: 'run', text, parameters: [], maxRows: 5 }, 60, signal);
await conversation.close();
process.stdout.write(JSON.stringify({ login, asked }));
