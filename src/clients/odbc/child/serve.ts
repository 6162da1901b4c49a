import { searchAsServices } from '../../../platform/windows/folders.ts';
import { loadNative } from '../../../platform/windows/native.ts';
import { killSelf, serveRequests } from '../../child/serve.ts';
import type { Answer, Request, Unavailable } from '../protocol.ts';
import { OdbcCalls } from './calls.ts';
import { OdbcConnection } from './driver-manager.ts';

/** The life of the child that holds an ODBC driver. */
export async function serveOdbc(nativeFile: (() => Promise<string>) | undefined): Promise<void> {
  await serveRequests<Request, Answer>(async () => {
    const opened = await openManager(nativeFile);
    return {
      answer: async (request) => {
        if (!('connection' in opened)) return { ok: false, diagnostics: [], unavailable: opened.unavailable };
        const answer = opened.connection.answer(request);
        return request.kind === 'transaction' ? within(request.seconds, answer) : answer;
      },
      failure: (text) => ({ ok: false, diagnostics: [{ state: 'HY000', native: 0, text }] }),
      close: async () => {
        if ('connection' in opened) await opened.connection.close();
      },
    };
  });
}

/** The answer, or that its time is over: then the child ends, and with it the connection and its transaction. */
async function within(seconds: number, answer: Promise<Answer>): Promise<Answer> {
  const over = Promise.withResolvers<Answer>();
  const clock = setTimeout(() => {
    over.resolve({ ok: false, diagnostics: [], cutOff: seconds });
    // A pipe that nobody reads must not keep it: the parent may be frozen.
    setTimeout(killSelf, 200);
  }, seconds * 1000);
  try {
    return await Promise.race([answer, over.promise]);
  } finally {
    clearTimeout(clock);
  }
}

type Opened = { readonly connection: OdbcConnection } | { readonly unavailable: Unavailable };

async function openManager(nativeFile: (() => Promise<string>) | undefined): Promise<Opened> {
  const calls = await open(async () => {
    const native = loadNative(await nativeFile?.());
    searchAsServices(native);
    return new OdbcCalls(native);
  }, 'NO_MODULE');
  if (!('value' in calls)) return calls;
  const manager = await open(async () => calls.value.probe(), 'NO_MANAGER');
  return 'value' in manager ? { connection: new OdbcConnection(calls.value) } : manager;
}

async function open<T>(
  work: () => Promise<T>,
  code: Unavailable['code'],
): Promise<{ readonly value: T } | { readonly unavailable: Unavailable }> {
  try {
    return { value: await work() };
  } catch (error) {
    return { unavailable: { code, text: error instanceof Error ? error.message : String(error) } };
  }
}
