import { never } from '../../../base/never.ts';
import type { Evidence, JudgeInput, Rules, Verdict } from '../../../engine/probe.ts';
import type { Service, WindowsAnswer } from '../../../platform/windows/types.ts';
import { requirement } from '../../../requirements/index.ts';
import type { Settings } from '../../../settings/schema.ts';
import { fail, pass, warn } from '../../common/verdicts.ts';
import { opened } from '../../common/windows-answers.ts';
import type { ServicesFacts } from './facts.ts';
import { allowedTypes, kerberosEvidence } from './kerberos.ts';
import { getRunning, installAgain, startAutomatically, startUpdater, waitForStart } from './words.ts';

const { minutes } = requirement('HOST-21').values;

export function judgeServices(
  { facts, settings }: JudgeInput<Settings, ServicesFacts>,
  { profile }: Pick<Rules, 'profile'>,
): Verdict {
  const { host, agent, updater } = facts;
  const base = {
    expected: 'connector host and agent run, and start with Windows',
    evidence: [
      evidence('Connector host', host),
      evidence('Agent', agent),
      ...(updater.state === 'seen' ? [evidence('Agent updater', updater)] : []),
      ...kerberosEvidence(facts),
    ],
  };
  for (const [what, service] of [
    ['the connector host', host],
    ['the agent', agent],
  ] as const) {
    const answer = opened({ service: `the service of ${what}` }, { service });
    if (!answer.ok) return { ...base, ...answer.verdict };
    const known = answer.values.service;
    if (known === undefined)
      return { ...base, status: 'fail', message: `${what} has no service`, remedy: installAgain(settings) };
    const bad = notRunning(what, known, facts);
    if (bad !== undefined) return { ...base, ...bad };
  }
  for (const [what, service] of [
    ['the host', host],
    ['the agent', agent],
  ] as const)
    if (service.state === 'seen' && service.value.start !== 'automatic')
      return {
        ...base,
        ...warn(
          `${what} does not start with Windows`,
          `the start mode of ${service.value.displayName} is ${service.value.start}: after a restart of this server it does not run by itself`,
          startAutomatically(service.value),
        ),
      };
  if (profile === 'preview-2021' && updater.state === 'seen' && updater.value.state !== 'running')
    return {
      ...base,
      ...warn(
        "the agent's updater does not run",
        `The preview's documents ask for it. It is ${updater.value.state}.`,
        startUpdater(updater.value),
      ),
    };
  return {
    ...base,
    ...pass(
      'host and agent run',
      `both run; an agent that was just assigned to an application takes up to ${minutes} minutes, or a restart of its service`,
    ),
  };
}

function notRunning(what: string, service: Service, facts: ServicesFacts): Verdict | undefined {
  const { state, exitCode, displayName, name, account } = service;
  switch (state) {
    case 'running':
      return undefined;
    case 'start-pending':
    case 'continue-pending':
      return warn(
        `${what} is starting`,
        'At its start the host reads all users of the target; a large one takes minutes.',
        waitForStart,
      );
    case 'stopped':
    case 'stop-pending':
    case 'paused':
    case 'pause-pending':
    case 'unknown':
      return fail(
        `${what} is ${state}`,
        `${displayName} (${name}), as ${account}${exitCode === 0 ? '' : `; its last exit code was ${exitCode}`}`,
        getRunning(service, allowedTypes(facts)),
      );
    default:
      return never(state);
  }
}

function evidence(label: string, service: WindowsAnswer<Service>): Evidence {
  if (service.state !== 'seen')
    return { label, value: service.state === 'absent' ? 'not registered' : 'not seen' };
  const { name, state, start: mode, account, pid } = service.value;
  return {
    label,
    value: `${name}: ${state}, start ${mode}, as ${account}${pid === 0 ? '' : `, process ${pid}`}`,
  };
}
