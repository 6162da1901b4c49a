import type { Evidence } from '../../../engine/probe.ts';
import { proxyForHost, proxyLabel } from '../../../platform/proxy-selection.ts';
import { certificateEvidence, stepEvidence } from '../../common/connection-words.ts';
import type { ProxyFacts } from './facts.ts';
import { sourceNames } from './words.ts';

export function proxyEvidence(facts: ProxyFacts): readonly Evidence[] {
  return [...foundEvidence(facts), ...askedEvidence(facts)];
}

function foundEvidence(facts: ProxyFacts): Evidence[] {
  const all = facts.found.map((one) => ({
    label: sourceNames[one.source],
    value: `${one.tls ? 'https' : 'http'} proxy ${proxyLabel(one)}`,
  }));
  const bypassed =
    facts.way.kind === 'proxy' &&
    proxyForHost(facts.way, facts.toward.host, facts.toward.port).kind === 'direct';
  const {
    configured,
    services,
    winHttp,
    neighbours = [],
    machineEnvironment,
    machineEnvironmentUnread,
  } = facts;
  return [
    ...(configured === undefined ? [] : [{ label: configured.file, value: configured.text }]),
    ...neighbours.map(({ file, text }) => ({ label: file, value: text })),
    ...all,
    ...(machineEnvironment === undefined
      ? []
      : [
          {
            label: sourceNames['machine-environment'],
            value: `${proxyLabel(machineEnvironment)}; not in this process, and .NET never reads it`,
          },
        ]),
    ...(machineEnvironmentUnread === undefined
      ? []
      : [
          {
            label: sourceNames['machine-environment'],
            value: `not known: ${machineEnvironmentUnread.text}; .NET never reads it`,
          },
        ]),
    ...(services === undefined ? [] : [{ label: 'Account of the services', value: services.account }]),
    ...(winHttp === undefined
      ? []
      : [{ label: 'WinHTTP', value: `${proxyLabel(winHttp)}, for revocation lists alone` }]),
    ...facts.unusable.map((one) => ({ label: sourceNames[one.source], value: one.why })),
    ...(bypassed ? [{ label: 'Exception', value: `${facts.toward.host} goes round the proxy` }] : []),
    { label: 'Looked at as', value: facts.as },
  ];
}

function askedEvidence(facts: ProxyFacts): Evidence[] {
  if (facts.answer === undefined) return [];
  return [...facts.answer.steps.map(stepEvidence), ...certificateEvidence(facts.answer.proxyTls)];
}
