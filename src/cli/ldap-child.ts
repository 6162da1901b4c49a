import { serveLdap } from '../clients/ldap/wldap32/serve.ts';
import { nativeModule } from './native-module.ts';

/** The program as the child that asks a directory through Windows' own client; ends itself. */
export function runLdapChild(): Promise<void> {
  return serveLdap(nativeModule);
}
