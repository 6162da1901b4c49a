import type { HostAnswer } from '../../../clients/host/ask.ts';
import type { Facts } from '../../../engine/facts.ts';
import { factsToken } from '../../token.ts';

export interface AnswerFacts extends Facts {
  /** `process.platform`: on Windows trust through an extra file is not the agent's trust. */
  readonly platform: string;
  /** One a connector with a secret token, in the order of `.ecmarc`. */
  readonly answers: readonly ConnectorAnswer[];
}

export type ConnectorAnswer = HostAnswer & { readonly connector: string; readonly url: string };

export const hostAnswer = factsToken<AnswerFacts>('host', 'answer');
