import type { ProgramCommand } from '../../../platform/types.ts';
import { ChildConversation, type ChildKind, type ChildReply } from '../../child/conversation.ts';
import { type Answer, ldapMode, type Request } from './protocol.ts';

export type WindowsReply = ChildReply<Answer>;

const kind: ChildKind<Answer> = {
  mode: ldapMode,
  isAnswer: (given): given is Readonly<Record<string, unknown>> & Answer =>
    given.ok === true || (given.ok === false && typeof given.code === 'number'),
};

/** A conversation with a directory through Windows' own client (decisions: ldap.windows). */
export class WindowsConversation extends ChildConversation<Request, Answer> {
  constructor(program: ProgramCommand, env: Readonly<Record<string, string | undefined>>) {
    super(kind, program, env);
  }
}
