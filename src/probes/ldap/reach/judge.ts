import { never } from '../../../base/never.ts';
import { failedStep, totalMs } from '../../../clients/connection/layers.ts';
import type { Verdict } from '../../../engine/probe.ts';
import { reachedEvidence, stepFailure } from '../../common/connection-words.ts';
import { by, fix } from '../../common/fix.ts';
import type { LdapInput } from '../define.ts';
import type { ReachFacts, Speaks } from './facts.ts';

export function judgeReach({ facts }: LdapInput<ReachFacts>): Verdict {
  const { reached, speaks, problem } = facts;
  const peer = reached.steps.at(-1)?.peer ?? reached.host;
  const evidence = reachedEvidence(reached);
  const expected = `the server answers in LDAP${facts.protection === 'ldaps' ? ', over TLS from the start' : ''}`;
  const failed = failedStep(reached.steps);
  if (failed !== undefined) {
    const { message, remedy } = stepFailure(failed, { proxy: false });
    const own =
      failed.layer === 'connection'
        ? by.directory('Start the directory server there, or correct url in .ecmarc')
        : { text: 'Or correct url in .ecmarc' };
    return {
      status: 'fail',
      message,
      expected,
      evidence,
      remedy: { ...remedy, steps: [...remedy.steps, own] },
    };
  }
  if (problem !== undefined) evidence.push({ label: 'Answer', value: `${problem.text} (${problem.code})` });
  if (facts.usable)
    return { status: 'pass', message: `${peer}, ${totalMs(reached.steps)} ms`, expected, evidence };
  return { status: 'fail', expected, evidence, ...otherThanAsked(peer, speaks ?? 'other') };
}

type Words = Pick<Verdict, 'message' | 'found' | 'remedy'>;

function otherThanAsked(peer: string, speaks: Speaks): Words {
  switch (speaks) {
    case 'tls':
      return {
        message: `TLS from the start at ${peer}`,
        found: 'a port for LDAPS, and url says ldap://',
        remedy: fix(
          'This port expects TLS with the first byte. The connector must be told so as well (SSL).',
          {
            text: 'In .ecmarc, at the target, write the address with ldaps://',
            command: `url: ldaps://${peer}`,
          },
          'Or use the plain port of this directory, usually 389, with startTls: true',
        ),
      };
    case 'ldap':
      return {
        message: `plain LDAP at ${peer}`,
        found: 'a port for LDAP without TLS, and url says ldaps://',
        remedy: fix(
          'This port does not begin with TLS. It may offer StartTLS.',
          {
            text: 'In .ecmarc, at the target, write the address with ldap:// and StartTLS',
            command: `url: ldap://${peer}\nstartTls: true`,
          },
          'Or use the TLS port of this directory, usually 636',
        ),
      };
    case 'nothing':
      return silent(`nothing said by ${peer}`, 'no answer to an anonymous question');
    case 'hangs-up':
      return silent(`cut off by ${peer}`, 'the connection was closed without an answer');
    case 'other':
      return silent(`no LDAP at ${peer}`, 'an answer that is not LDAP');
    default:
      return never(speaks);
  }
}

function silent(message: string, found: string): Words {
  return {
    message,
    found,
    remedy: fix(
      'Something accepts connections at that port, but it does not answer as a directory does: a wrong port, a load balancer without servers behind it, or a server that is stuck.',
      'Compare the port with the one of the directory, and correct url in .ecmarc',
      by.directory('Look into the log of the directory server, and restart it when it is stuck'),
    ),
  };
}
