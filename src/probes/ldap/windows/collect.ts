import { defined } from '../../../base/defined.ts';
import { inTurn } from '../../../clients/keyed-queue.ts';
import { credentialsKey } from '../../../clients/ldap/connection.ts';
import { endpointOf } from '../../../clients/ldap/endpoint.ts';
import { plainDn } from '../../../clients/ldap/names.ts';
import { resultCode } from '../../../clients/ldap/outcome.ts';
import { countsAsRefused } from '../../../clients/ldap/sub-codes.ts';
import { problemOf } from '../../../clients/ldap/wldap32/directory.ts';
import { openThroughWindows } from '../../../clients/ldap/wldap32/open.ts';
import { connectionOf, type LdapContext } from '../define.ts';
import type { WindowsFacts } from './facts.ts';

/** Outcomes of our own sign-in after which the password goes no second way. */
const enough: readonly string[] = ['refused', 'remembered', 'held', 'anonymous', 'forbidden'];

/** The same address, TLS and account once more, through wldap32 and Schannel (decisions: ldap.windows). */
export async function collectWindows(context: LdapContext, signal: AbortSignal): Promise<WindowsFacts> {
  const { target } = context.scope;
  const endpoint = endpointOf(target, context.settings);
  const { bindDn = '', password } = target;
  // Ours goes first: what it is refused is not sent here.
  const { bind } = await connectionOf(context);
  const trustedBy = bind.reached?.tls?.trustedBy;
  const ours = { bound: bind.outcome === 'bound', ...defined({ trustedBy }) };
  if (bind.outcome === 'no-secret') return { outcome: 'no-secret', ours, usable: false };
  if (enough.includes(bind.outcome)) {
    const outcome = bind.refusal === undefined ? 'no-account' : 'held';
    return { outcome, ours, ...defined({ refusal: bind.refusal }), usable: false };
  }
  const key = credentialsKey(endpoint);
  return inTurn(context.credentials, `ldap ${plainDn(bindDn)}`, async (): Promise<WindowsFacts> => {
    const standing = context.credentials.standing(key, bindDn, password);
    if (standing !== undefined) {
      const refusal = { target: key, account: bindDn, at: standing.at };
      return { outcome: 'held', ours, refusal, usable: false };
    }
    const secret = password === undefined ? undefined : await context.secret(password);
    const text = secret?.reveal() ?? '';
    if (text === '' || bindDn === '') return { outcome: 'no-secret', ours, usable: false };
    const how = { kind: 'simple', dn: bindDn, password: text } as const;
    const opened = await openThroughWindows(context, endpoint, how, signal);
    if (opened.kind === 'unasked')
      return { outcome: 'unasked', problem: opened.problem, ours, usable: false };
    const { reply, conversation, tls, ms } = opened;
    await conversation.close();
    const about = { ours, ms, ...defined({ tls }) };
    if (reply.ok) return { outcome: 'bound', ...about, usable: true };
    const told = problemOf(reply);
    const problem = { ...told, text: told.text.replaceAll(text, '[secret]') };
    if (!('stage' in reply)) return { outcome: 'unasked', problem, ...about, usable: false };
    const refused = resultCode(problem) !== undefined && countsAsRefused(problem, undefined);
    if (refused) context.credentials.refused(key, bindDn);
    const at = context.platform.now().toISOString();
    const refusal = refused ? { target: key, account: bindDn, at } : undefined;
    const { stage } = reply;
    return { outcome: 'failed', stage, problem, ...about, ...defined({ refusal }), usable: false };
  });
}
