import type { ProgramCommand } from '../../platform/types.ts';
import { ChildConversation, type ChildKind, type ChildReply, type Start } from '../child/conversation.ts';
import { isAnswer } from './answer-shape.ts';
import { type Answer, odbcMode, type Request } from './protocol.ts';

export type { ChildEnd } from '../child/conversation.ts';

export type Reply = ChildReply<Answer>;

const kind: ChildKind<Answer> = { mode: odbcMode, isAnswer };

/** A conversation with a database through the driver manager (decisions: sql.odbc). */
export class OdbcConversation extends ChildConversation<Request, Answer> {
  constructor(program: ProgramCommand, env: Readonly<Record<string, string | undefined>>, start?: Start) {
    super(kind, program, env, start);
  }
}
