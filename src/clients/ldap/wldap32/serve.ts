import { searchAsServices } from '../../../platform/windows/folders.ts';
import { loadNative } from '../../../platform/windows/native.ts';
import { serveRequests } from '../../child/serve.ts';
import { LdapCalls } from './calls.ts';
import type { Answer, Request } from './protocol.ts';
import { WindowsSession } from './session.ts';

/** The life of the child that asks through wldap32. */
export async function serveLdap(nativeFile: (() => Promise<string>) | undefined): Promise<void> {
  await serveRequests<Request, Answer>(async () => {
    const opened = await openLibrary(nativeFile);
    return {
      answer: async (request) =>
        'session' in opened ? opened.session.answer(request) : failure('library', opened.problem),
      failure: (text) => failure('operation', text),
      close: async () => {
        if ('session' in opened) await opened.session.close();
      },
    };
  });
}

async function openLibrary(nativeFile: (() => Promise<string>) | undefined) {
  try {
    const native = loadNative(await nativeFile?.());
    searchAsServices(native);
    const calls = new LdapCalls(native);
    calls.probe();
    return { session: new WindowsSession(calls) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function failure(stage: 'library' | 'operation', text: string): Answer {
  return { ok: false, stage, code: -1, text };
}
