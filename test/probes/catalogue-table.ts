/**
 * The judgements' tables as data: id, level under preview-2021 and ga, needs, uses, requirements. `-` is nothing.
 * R required, X restricted, C recommended, I info, N not applicable.
 */
const table = `
server.os                  R R -                              -                  OS-01
server.edition             I C server.os                      -                  OS-02
server.memory              R R -                              -                  OS-03,OS-04
server.dotnet              R R server.os                      -                  NETFX-01,NETFX-02,NETFX-03
server.address             R R -                              network.sign-in    NET-01
server.tls12               I R server.os                      -                  TLS-01,TLS-04
server.strong-crypto       I C server.os                      -                  TLS-02,TLS-03
server.powershell-policy   I R server.os                      -                  PS-01,PS-02
server.credential-manager  I R server.os                      -                  OS-07
server.ntlm                I I server.os                      -                  OS-08
server.clock               C C -                              *                  OS-09
server.elevation           I I server.os                      *                  HOST-19
server.domain              I I server.os                      -                  OS-04
network.proxy              R R -                              -                  NET-07,NET-09
network.dns                R R network.proxy                  -                  NET-02
network.sign-in            R R network.proxy                  -                  NET-02
network.tls-inspection     R R network.proxy                  -                  TLS-05
network.agent-hosts        I R network.proxy                  -                  NET-04,NET-04g,NET-04c
network.revocation         I C network.proxy                  -                  NET-03
tenant.exists              R R network.proxy                  -                  CLD-01,NET-02
tenant.cloud               X I tenant.exists                  -                  CLD-03
tenant.region              I I tenant.exists                  -                  CLD-02
tenant.sign-in             I I tenant.exists                  -                  CLD-01
tenant.country             X I tenant.sign-in                 -                  CLD-02
tenant.type                I X tenant.sign-in                 -                  CLD-07
tenant.licence             R R tenant.sign-in                 -                  CLD-01
tenant.roles               I C tenant.sign-in                 -                  CLD-06
host.installed             I I server.os                      -                  HOST-01,HOST-22
host.agent-version         I R host.installed                 -                  HOST-02
host.services              R R host.installed                 -                  HOST-03,HOST-21
host.port                  C C server.os                      host.services      HOST-04
host.certificate           R R host.installed                 host.settings      HOST-05,HOST-06
host.settings              R R host.installed                 -                  HOST-11,HOST-12,HOST-13,HOST-14,HOST-15,HOST-16,CON-14,SQL-09,LDAP-09
host.debug-off             C R host.installed                 -                  HOST-10
host.logon-right           I R server.os                      -                  HOST-17
host.cache-rights          R R host.installed                 -                  HOST-06
host.answer                C C host.services                  -                  HOST-11,HOST-13,ERR-01,ERR-11,ERR-13
host.events                I I host.installed                 -                  HOST-08,ERR-01,ERR-02,ERR-05,ERR-06,ERR-07,ERR-08,ERR-09,ERR-10,ERR-11,ERR-13,ERR-14,ERR-16,ERR-17,ERR-18,ERR-20,ERR-21,ERR-24
connector.library          R R -                              host.installed     CON-10,CON-11,CON-15
connector.ecma2            R R connector.library              -                  CON-01
connector.schema           R R connector.library              -                  CON-02
connector.export           R R connector.library              -                  CON-03
connector.import           C R connector.library              -                  CON-04
connector.delta-import     I I connector.library              host.settings      CON-05
connector.parameters       C C connector.library              -                  CON-06
connector.public-methods   C R connector.library              -                  CON-09
connector.runtime          C C connector.library              -                  CON-12
connector.deployed         R R connector.library,host.installed -                CON-11
ldap.reach                 R R -                              -                  NET-05,LDAP-02
ldap.tls                   R R ldap.reach                     -                  LDAP-02
ldap.server-kind           X X ldap.reach                     ldap.bind          LDAP-01,LDAP-03
ldap.bind                  R R ldap.tls,ldap.server-kind      -                  LDAP-10
ldap.schema                R R ldap.bind                      -                  LDAP-12
ldap.users                 R R ldap.bind                      -                  LDAP-11,LDAP-12
ldap.features              C C ldap.bind                      -                  LDAP-04,LDAP-05,LDAP-06,LDAP-07,LDAP-09
ldap.rights                R R ldap.bind                      ldap.write         TGT-01,LDAP-11
ldap.delta                 I C ldap.bind                      -                  LDAP-08
ldap.write                 R R ldap.bind,ldap.schema,ldap.users -                TGT-01,LDAP-13
sql.driver                 C R server.os                      -                  SQL-02,SQL-12
sql.dsn                    C R -                              sql.driver,sql.login SQL-03,SQL-11
sql.reach                  R R -                              -                  SQL-04,NET-05
sql.login                  R R sql.reach                      -                  SQL-05
sql.server-kind            C C sql.login                      -                  SQL-01
sql.database               R R sql.login                      -                  SQL-04
sql.table                  R R sql.database                   -                  CON-14,SQL-13
sql.rights                 R R sql.table                      -                  SQL-06,SQL-14
sql.anchor                 R R sql.table                      -                  SQL-07
sql.required-columns       R R sql.table                      -                  SQL-08
sql.delta                  I C sql.table                      -                  SQL-10
sql.write                  R R sql.rights,sql.required-columns -                 TGT-01
tcp.reach                  R R -                              -                  NET-05
attest.test-data           X N -                              -                  CLD-04
attest.not-a-source        C X -                              -                  TGT-02,OS-05
`;

const letters: Readonly<Record<string, string>> = {
  R: 'required',
  X: 'restricted',
  C: 'recommended',
  I: 'info',
  N: 'not-applicable',
};

const list = (text = '-'): readonly string[] => (text === '-' ? [] : text.split(','));

export const judgements = table
  .trim()
  .split('\n')
  .map((line) => {
    const [id = '', preview = '', ga = '', needs, uses, requirements] = line.split(/\s+/);
    return {
      id,
      levels: { 'preview-2021': letters[preview], ga: letters[ga] },
      needs: list(needs),
      /** `*`: rows of many areas, told by the probe. */
      uses: uses === '*' ? undefined : list(uses),
      requirements: list(requirements),
    };
  });
