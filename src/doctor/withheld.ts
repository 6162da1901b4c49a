import type { EcmaProbe } from '../clients/environment.ts';
import { idMatcher } from '../engine/glob.ts';
import type { SecretRequest } from './view.ts';

interface User {
  /** A key of the settings that holds a secret; its first group is a connector's name. */
  readonly key: RegExp;
  readonly probe: (connector: string) => string;
  readonly label: (connector: string) => string;
}

/** Which probe sends which secret, and what a person is asked for. */
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

function userOf(key: string): { readonly probe: string; readonly label: string } | undefined {
  for (const { key: pattern, probe, label } of users) {
    const match = pattern.exec(key);
    if (match !== null) return { probe: probe(match[1] ?? ''), label: label(match[1] ?? '') };
  }
  return undefined;
}

/** Does this probe send the secret of this key? */
export function sends(id: string, key: string): boolean {
  const probe = userOf(key)?.probe;
  return probe !== undefined && idMatcher([probe])(id);
}

export function requestFor(key: string): SecretRequest {
  return { key, label: userOf(key)?.label ?? key };
}

/** A probe whose secret is still to be typed waits as not-configured; typed, it runs. */
export function withheld(probe: EcmaProbe, prompts: readonly string[]): EcmaProbe {
  const missing = prompts.find((key) => sends(probe.id, key));
  if (missing === undefined) return probe;
  const message = `waits for ${requestFor(missing).label} to be typed`;
  return { ...probe, notConfigured: (settings) => probe.notConfigured?.(settings) ?? { message } };
}
