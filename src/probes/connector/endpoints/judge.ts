import { type ConnectionTrace, isReached } from '../../../clients/connection/trace.ts';
import type { Evidence, JudgeInput, Verdict } from '../../../engine/probe.ts';
import { authority } from '../../../platform/url-host.ts';
import { requirement } from '../../../requirements/index.ts';
import type { Settings } from '../../../settings/schema.ts';
import {
  type CertificateHolder,
  certificateFailure,
  isOursAlone,
  trustedByUsOnly,
} from '../../common/certificate-words.ts';
import { failureOf } from '../../common/connection-words.ts';
import { by, fix, see } from '../../common/fix.ts';
import { onScreen } from '../../common/steps.ts';
import { fail, pass, unknown, warn } from '../../common/verdicts.ts';
import type { EndpointsFacts, ListFacts } from './facts.ts';

const { revocationSince } = requirement('WS-01').values;

export function judgeEndpoints({ facts, observedAt }: JudgeInput<Settings, EndpointsFacts>): Verdict {
  const { services, lists } = facts;
  const base = {
    expected:
      'each service answers, by TLS with a certificate that this server trusts, whose revocation list can be fetched',
    evidence: [
      ...services.map((one) => ({ label: authority(one.host, one.port), value: lineOf(one) })),
      ...lists.map(
        (one): Evidence => ({ label: 'Revocation list', value: `${one.address}: ${listLine(one)}` }),
      ),
    ],
  };
  if (services.length === 0)
    return {
      ...base,
      ...unknown(
        'no service is named',
        "Neither the project nor the host's configuration says where the web service is.",
        fix(
          'The project holds the endpoints that the connector calls.',
          by.connector(
            "Choose the project in the host's wizard, page Connectivity, and give host and port of the service",
          ),
          page,
        ),
      ),
    };
  const dead = services.find((one) => !isReached(one));
  if (dead !== undefined) return { ...base, ...unreached(dead, observedAt) };
  const ours = services.find(
    (one) => one.platform === 'win32' && one.tls !== undefined && isOursAlone(one.tls),
  );
  if (ours?.tls !== undefined) return { ...base, ...trustedByUsOnly(ours.tls, 'network.caFile', holder) };
  const gone = services.filter(({ host }) => {
    const its = lists.filter(({ of }) => of === host);
    return its.length > 0 && !its.some(answers);
  });
  const [first] = gone;
  if (first !== undefined) return { ...base, ...withoutList(first, lists) };
  const clear = services.filter(
    ({ tls, host }) => tls === undefined && !/^(?:localhost|127\.[\d.]+|::1)$/i.test(host),
  );
  if (clear.length > 0)
    return {
      ...base,
      ...warn(
        `without TLS: ${clear.map(({ host, port }) => authority(host, port)).join(', ')}`,
        'Passwords and personal data cross the network in clear text.',
        fix(
          'The project names an http address.',
          by.connector('Have the service offer HTTPS, and change its address in the project'),
          page,
        ),
      ),
    };
  return { ...base, ...pass(services.map(({ host, port }) => authority(host, port)).join(', ')) };
}

function unreached(one: ConnectionTrace, observedAt: string): Verdict {
  const problem = one.steps.find(({ ok }) => !ok)?.problem;
  if (one.tls !== undefined && problem !== undefined)
    return { ...certificateFailure({ host: one.host, seen: one.tls, problem, observedAt }, holder) };
  const failure = failureOf(one);
  return fail(failure?.message ?? 'not reached', undefined, failure?.remedy);
}

function withoutList(one: ConnectionTrace, lists: readonly ListFacts[]): Verdict {
  const addresses = lists.filter(({ of }) => of === one.host).map(({ address }) => address);
  return warn(
    `revocation list not reached: ${one.host}`,
    `since ${revocationSince} the connector checks whether a certificate is revoked; asked without a proxy: ${addresses.join(', ')}`,
    fix(
      'Without its list a certificate counts as revoked, or the call waits until it times out.',
      by.network(`Let this server, and the account of the host's service, fetch ${addresses.join(', ')}`),
      onScreen('Press r: the services are asked again'),
      page,
    ),
  );
}

function answers({ reached }: ListFacts): boolean {
  return isReached(reached) && (reached.http?.status ?? 500) < 400;
}

function lineOf(one: ConnectionTrace): string {
  const failure = failureOf(one);
  if (failure !== undefined) return failure.brief;
  return one.tls === undefined ? 'answers, without TLS' : `answers, ${one.tls.protocol}`;
}

function listLine({ reached }: ListFacts): string {
  return failureOf(reached)?.brief ?? `HTTP status ${reached.http?.status ?? ''}`;
}

const page = see(
  'https://learn.microsoft.com/entra/identity/app-provisioning/on-premises-web-services-connector',
);

const holder: CertificateHolder = {
  name: 'the web service',
  owner: 'connector',
  file: 'service-ca.cer',
  reissue: (name) =>
    by.connector(`Give the web service a certificate that is valid and has the name ${name}`),
  otherName: (names) =>
    names.length === 0
      ? []
      : [by.connector(`Or name it in the project as its certificate does: ${names.join(', ')}`)],
};
