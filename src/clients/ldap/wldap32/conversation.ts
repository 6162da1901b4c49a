import type { ProgramCommand } from '../../../platform/types.ts';
import { ChildConversation, type ChildKind, type ChildReply } from '../../child/conversation.ts';
import { isAnswer } from './answer-shape.ts';
import { type Answer, ldapMode, type Request } from './protocol.ts';

export type WindowsReply = ChildReply<Answer>;

const kind: ChildKind<Answer> = { mode: ldapMode, isAnswer };

/** A conversation with a directory through Windows' own client (decisions: ldap.windows). */
export class WindowsConversation extends ChildConversation<Request, Answer> {
  constructor(program: ProgramCommand, env: Readonly<Record<string, string | undefined>>) {
    super(kind, program, env);
  }
}
