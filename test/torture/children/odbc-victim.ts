import { statSync, writeFileSync } from 'node:fs';
import { OdbcCalls } from '../../../src/clients/odbc/child/calls.ts';
import { OdbcConnection } from '../../../src/clients/odbc/child/driver-manager.ts';
import { serveOdbc } from '../../../src/clients/odbc/child/serve.ts';

/**
 * The child that holds the driver, ended at a call of the driver manager: numbered within the write test's
 * request: nothing is written before, and what comes behind was rolled back. `child`: this process; else its parent, by that signal.
 */

const [who = '', at = '', struck = ''] = process.argv.slice(2);

const { answer } = OdbcConnection.prototype;
let counting = false;
OdbcConnection.prototype.answer = function (request) {
  if (request.kind !== 'transaction' || !request.steps.some(({ text }) => text.startsWith('INSERT')))
    return answer.call(this, request);
  counting = true;
  return answer.call(this, request).finally(() => {
    counting = false;
  });
};

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

if (statSync(struck, { throwIfNoEntry: false }) !== undefined) throw new Error('it was struck already');
await serveOdbc(undefined);
