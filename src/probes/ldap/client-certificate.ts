import type { Step, Verdict } from '../../engine/probe.ts';
import type { LdapTarget } from '../../settings/schema.ts';
import { by } from '../common/fix.ts';

/**
 * What the rows say where Windows' own client asks and `.ecmarc` names a certificate file. wldap32 leaves the choice to
 * Schannel, which looks into the store of the user; to show a file, its key would have to be put there (decisions: ldap.windows).
 */
export const storeAlone =
  "Windows' own client shows a certificate of this user's store alone, never that of clientCertificateFile";

export const importOwn: Step = by.server(
  'Import the client certificate with its key into the store of who runs the doctor, and of the account of the connector host (give the path of the .pfx file)',
  'certutil.exe -user -importpfx ecma.pfx',
);

/** A sign-in by certificate through Windows: what was seen is not of the file, and the row says so. */
export function notOfFile(verdict: Verdict, { clientCertificateFile }: LdapTarget): Verdict {
  if (clientCertificateFile === undefined) return verdict;
  const found = verdict.found === undefined ? storeAlone : `${verdict.found}; ${storeAlone}`;
  if (verdict.status === 'pass')
    return { ...verdict, message: `${verdict.message}, not with clientCertificateFile`, found };
  const { remedy } = verdict;
  return {
    ...verdict,
    found,
    ...(remedy === undefined
      ? {}
      : { remedy: { ...remedy, steps: [importOwn, ...remedy.steps.filter((one) => one !== importOwn)] } }),
  };
}
