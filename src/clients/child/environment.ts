/**
 * What the child gets of this program's environment: what services have too, and drivers read. Nothing else: secrets
 * of ours stand in variables, and a library's own variables (PGPASSWORD, MYSQL_PWD) would answer for the account.
 */
const kept: ReadonlySet<string> = new Set(
  [
    'PATH SYSTEMROOT WINDIR SYSTEMDRIVE COMSPEC PATHEXT TEMP TMP TMPDIR COMPUTERNAME',
    'PROGRAMDATA ALLUSERSPROFILE PROGRAMFILES PROGRAMFILES(X86) PROGRAMW6432 COMMONPROGRAMFILES COMMONPROGRAMW6432',
    // The Windows executable keeps its native module there.
    'LOCALAPPDATA USERPROFILE',
    'LANG LC_ALL LC_CTYPE TZ LD_LIBRARY_PATH',
    'ODBCSYSINI ODBCINSTINI',
    // Whose ticket a driver logs in with, where it is not Windows that knows.
    'KRB5_CONFIG KRB5CCNAME',
    'NLS_LANG TNS_ADMIN ORACLE_HOME DB2INSTANCE DB2CLIINIPATH',
    // Wine's: also which driver manager stands behind its odbc32.dll.
    'WINEPREFIX WINEDEBUG LIB_ODBC_DRIVER_MANAGER HOME',
  ]
    .join(' ')
    .split(' '),
);

export function childEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => kept.has(name.toUpperCase())));
}
