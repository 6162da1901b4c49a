import type { Setback } from '../../engine/probe.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { type Description, describeProbe, type MakeProbe, type Scope } from '../describe.ts';
import { addLines, notSet, untilInstalled } from '../setbacks.ts';

/** Probes of the connector host that are still to be built: all but their work. */

/**
 * `host.installed` has the fact `installed: boolean`: the rows that ask an installed host are not applicable
 * while it is false.
 */
export const hostInstalled: MakeProbe = (scope) =>
  row(scope, {
    id: 'host.installed',
    title: 'Connector host installed',
    levels: levels('info', 'info'),
    requirements: ['HOST-01', 'HOST-22'],
    needs: ['server.os'],
  });

export const hostAgentVersion: MakeProbe = (scope) =>
  onceInstalled(scope, {
    id: 'host.agent-version',
    title: 'Agent new enough',
    levels: levels('info', 'required'),
    requirements: ['HOST-02'],
  });

export const hostServices: MakeProbe = (scope) =>
  onceInstalled(scope, {
    id: 'host.services',
    title: 'Services running',
    levels: levels('required', 'required'),
    requirements: ['HOST-03', 'HOST-21'],
  });

export const hostCertificate: MakeProbe = (scope) =>
  onceInstalled(scope, {
    id: 'host.certificate',
    title: 'Certificate of the host',
    levels: levels('required', 'required'),
    requirements: ['HOST-05'],
    uses: ['host.settings'],
  });

export const hostSettings: MakeProbe = (scope) =>
  onceInstalled(scope, {
    id: 'host.settings',
    title: 'Settings of the host',
    levels: levels('required', 'required'),
    requirements: [
      'HOST-11',
      'HOST-12',
      'HOST-13',
      'HOST-14',
      'HOST-15',
      'HOST-16',
      'CON-14',
      'SQL-09',
      'LDAP-09',
    ],
  });

export const hostDebugOff: MakeProbe = (scope) =>
  onceInstalled(scope, {
    id: 'host.debug-off',
    title: 'Debug switch is off',
    levels: levels('recommended', 'required'),
    requirements: ['HOST-10'],
  });

export const hostCacheRights: MakeProbe = (scope) =>
  onceInstalled(scope, {
    id: 'host.cache-rights',
    title: 'Service may use its cache',
    levels: levels('required', 'required'),
    requirements: ['HOST-06'],
  });

export const hostAnswer: MakeProbe = (scope) =>
  row(scope, {
    id: 'host.answer',
    title: 'Host answers',
    levels: levels('recommended', 'recommended'),
    requirements: ['HOST-11', 'HOST-13', 'ERR-01', 'ERR-11', 'ERR-13'],
    needs: ['host.services'],
    lane: `localhost:${scope.settings.host.port}`,
    fingerprint: JSON.stringify({
      host: scope.settings.host,
      urls: scope.settings.connectors.map(({ name, tenantUrl }) => ({ name, tenantUrl })),
    }),
    notApplicable: untilInstalled,
    notConfigured: noToken,
  });

export const hostEvents: MakeProbe = (scope) =>
  row(scope, {
    id: 'host.events',
    title: 'No known errors logged',
    levels: levels('info', 'info'),
    requirements: [
      'HOST-08',
      'ERR-01',
      'ERR-02',
      'ERR-05',
      'ERR-06',
      'ERR-07',
      'ERR-08',
      'ERR-09',
      'ERR-10',
      'ERR-14',
      'ERR-16',
      'ERR-17',
    ],
    needs: ['host.installed'],
  });

type Row = Omit<Description, 'seconds'>;

function row(scope: Scope, description: Row): ReturnType<MakeProbe> {
  return describeProbe({ fingerprint: JSON.stringify(scope.settings.host), ...description, seconds: 30 });
}

function onceInstalled(scope: Scope, description: Omit<Row, 'needs'>): ReturnType<MakeProbe> {
  return row(scope, { ...description, needs: ['host.installed'], notApplicable: untilInstalled });
}

function noToken({ connectors }: Settings): Setback | undefined {
  if (connectors.some(({ secretToken }) => secretToken !== undefined)) return undefined;
  return notSet(
    'no secretToken in .ecmarc',
    'The host answers only to somebody who knows its secret token.',
    [addLines('Add to .ecmarc, at the connector', 'secretToken: { env: ECMA_SECRET_TOKEN }')],
  );
}
