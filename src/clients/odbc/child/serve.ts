import { loadNative } from '../../../platform/windows/native.ts';
import { serveRequests } from '../../child/serve.ts';
import type { Answer, Request, Unavailable } from '../protocol.ts';
import { OdbcCalls } from './calls.ts';
import { OdbcConnection } from './driver-manager.ts';

/** The life of the child that holds an ODBC driver. */
export async function serveOdbc(nativeFile: (() => Promise<string>) | undefined): Promise<void> {
  await serveRequests<Request, Answer>(async () => {
    const opened = await openManager(nativeFile);
    return {
      answer: async (request) =>
        'connection' in opened
          ? opened.connection.answer(request)
          : { ok: false, diagnostics: [], unavailable: opened.unavailable },
      failure: (text) => ({ ok: false, diagnostics: [{ state: 'HY000', native: 0, text }] }),
      close: async () => {
        if ('connection' in opened) await opened.connection.close();
      },
    };
  });
}

type Opened = { readonly connection: OdbcConnection } | { readonly unavailable: Unavailable };

async function openManager(nativeFile: (() => Promise<string>) | undefined): Promise<Opened> {
  const calls = await open(async () => new OdbcCalls(loadNative(await nativeFile?.())), 'NO_MODULE');
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
