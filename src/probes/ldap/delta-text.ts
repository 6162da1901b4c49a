import { never } from '../../base/never.ts';
import type { DeltaMethod } from '../../clients/ldap/server-kinds.ts';

/** How the connector follows changes, in a few words. */
export function deltaText(method: DeltaMethod): string {
  switch (method) {
    case 'usn':
      return 'by update sequence numbers (USNChanged)';
    case 'changelog':
      return 'by the change log, cn=changelog';
    case 'accesslog':
      return 'by the access log, cn=accesslog';
    case 'timestamp':
      return 'by time stamps; deletions are not seen, so run full imports too';
    case 'none':
      return 'not with this server: full imports only';
    default:
      return never(method);
  }
}
