import { statSync, writeFileSync } from 'node:fs';
import { OdbcCalls } from '../../../src/clients/odbc/child/calls.ts';
import { OdbcConnection } from '../../../src/clients/odbc/child/driver-manager.ts';
import { serveOdbc } from '../../../src/clients/odbc/child/serve.ts';
import type { Request } from '../../../src/clients/odbc/protocol.ts';

/**
 * The child that holds the driver, ended at a call of the driver manager: numbered within the write test's
 * request: nothing is written before, and what comes behind was rolled back. `child`: this process; else its parent, by that signal.
 */

const [who = '', at = '', struck = ''] = process.argv.slice(2);

const { answer } = OdbcConnection.prototype;
let counting = false;
OdbcConnection.prototype.answer = function (request) {
  if (!writes(request)) return answer.call(this, request);
  counting = true;
  return answer.call(this, request).finally(() => {
    counting = false;
  });
};

/** SQL Server is asked in one batch. */
function writes(request: Request): boolean {
  if (request.kind === 'transaction') return request.steps.some(({ text }) => text.startsWith('INSERT'));
  return request.kind === 'run' && /\bBEGIN TRANSACTION\b/.test(request.text);
}

const { call } = OdbcCalls.prototype;
let calls = 0;
OdbcCalls.prototype.call = function (name, ...args) {
  if (counting) calls += 1;
  if (counting && calls === Number(at)) {
    writeFileSync(struck, name);
    if (who === 'child') process.kill(process.pid, 'SIGKILL');
    else process.kill(process.ppid, who);
  }
  return call.call(this, name, ...args);
};

// By which a test kills it from outside.
writeFileSync(`${struck}.pid`, String(process.pid));
if (statSync(struck, { throwIfNoEntry: false }) !== undefined) throw new Error('it was struck already');
await serveOdbc(undefined);
