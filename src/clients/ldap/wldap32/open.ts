import { defined } from '../../../base/defined.ts';
import type { Problem } from '../../../platform/types.ts';
import { stopwatch } from '../../../platform/wait.ts';
import type { ProbeContext } from '../../environment.ts';
import type { LdapEndpoint } from '../endpoint.ts';
import { WindowsConversation, type WindowsReply } from './conversation.ts';
import type { SchannelInfo, WindowsBind } from './protocol.ts';

/** Seconds of the connection and of the sign-in, and until the child counts as hanging. */
const seconds = 10;
const patience = 25;

export type OpenedThroughWindows =
  /** There is no such client, or the child does not start. */
  | { readonly kind: 'unasked'; readonly problem: Problem }
  | {
      readonly kind: 'answered';
      readonly conversation: WindowsConversation;
      /** Of the step that failed, else of the bind. */
      readonly reply: WindowsReply;
      readonly tls?: SchannelInfo;
      readonly ms: number;
    };

/** Connects, secures and signs in by wldap32 and Schannel, with their own checks, in a child process. */
export async function openThroughWindows(
  context: ProbeContext,
  { host, port, protection, address }: LdapEndpoint,
  how: WindowsBind,
  signal: AbortSignal,
): Promise<OpenedThroughWindows> {
  const { program } = context.platform;
  if (program === undefined)
    return {
      kind: 'unasked',
      problem: { code: 'NO_MODULE', text: 'this program cannot start itself once more' },
    };
  context.waitingFor(`${address} (Windows' LDAP client)`);
  const ms = stopwatch();
  const conversation = new WindowsConversation(program, context.platform.env());
  try {
    const opened = await conversation.ask(
      { kind: 'open', host, port, protection, seconds },
      patience,
      signal,
    );
    const unasked = whyUnasked(opened);
    if (unasked !== undefined) {
      await conversation.close();
      return { kind: 'unasked', problem: unasked };
    }
    const reply = opened.ok ? await conversation.ask({ kind: 'bind', how }, patience, signal) : opened;
    const tls = opened.ok ? opened.tls : undefined;
    return { kind: 'answered', conversation, reply, ...defined({ tls }), ms: ms() };
  } catch (error) {
    conversation.kill();
    throw error;
  }
}

function whyUnasked(reply: WindowsReply): Problem | undefined {
  if (reply.ok) return undefined;
  if ('ended' in reply) {
    const { ended } = reply;
    return ended.how === 'not-started' ? { code: ended.code, text: ended.text } : undefined;
  }
  return reply.stage === 'library' ? { code: 'NO_LIBRARY', text: reply.text } : undefined;
}
