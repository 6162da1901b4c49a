import type { EcmaProbe } from '../clients/environment.ts';
import type { SecretUse } from '../engine/probe.ts';
import type { Settings } from '../settings/schema.ts';
import { secretSources } from '../settings/secret-store.ts';

// TRANSITION: which probe sends which secret. Goes when the probes' own definitions say it (`sends`).

interface User {
  /** A key of the settings that holds a secret; its first group is a connector's name. */
  readonly key: RegExp;
  readonly probe: (connector: string) => string;
  readonly label: (connector: string) => string;
}

const users: readonly User[] = [
  {
    key: /^network\.proxy\.password$/,
    probe: () => 'network.proxy',
    label: () => 'the password for the proxy',
  },
  {
    key: /^tenant\.signIn\.secret$/,
    probe: () => 'tenant.sign-in',
    label: () => 'the client secret for the tenant',
  },
  {
    key: /^tenant\.signIn\.certificatePassword$/,
    probe: () => 'tenant.sign-in',
    label: () => 'the password of the certificate file',
  },
  {
    key: /^connectors\.(.+)\.target\.ldap\.password$/,
    probe: (name) => `ldap.bind@${name}`,
    label: (name) => `the directory password of ${name}`,
  },
  {
    key: /^connectors\.(.+)\.target\.sql\.password$/,
    probe: (name) => `sql.login@${name}`,
    label: (name) => `the database password of ${name}`,
  },
  {
    key: /^connectors\.(.+)\.secretToken$/,
    probe: () => 'host.answer',
    label: (name) => `the secret token of ${name}`,
  },
];

/** The probe with the secrets that it sends, where its definition does not say so itself yet. */
export function withSends(probe: EcmaProbe, settings: Settings): EcmaProbe {
  if (probe.sends !== undefined) return probe;
  const sends = secretSources(settings).flatMap(({ key }): readonly SecretUse[] => {
    for (const { key: pattern, probe: id, label } of users) {
      const name = pattern.exec(key)?.[1] ?? '';
      if (pattern.test(key) && id(name) === probe.id) return [{ key, label: label(name) }];
    }
    return [];
  });
  return sends.length === 0 ? probe : { ...probe, sends };
}
