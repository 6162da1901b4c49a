/**
 * The keywords of a file DSN whose values are judged, and so kept (decisions: File DSN). Everything else in the file
 * stays there: a secret may stand under any name, and which names a driver takes is known to its maker alone.
 */

/** "DSN and connection string keywords and attributes" of Microsoft's driver, and what other drivers call the same. */
const judged: ReadonlySet<string> = new Set([
  // Which driver, which server, which database.
  ...[
    'DRIVER',
    'DSN',
    'FILEDSN',
    'SERVER',
    'ADDRESS',
    'ADDR',
    'NETWORK',
    'NET',
    'FAILOVER_PARTNER',
    'DATABASE',
  ],
  ...['ATTACHDBFILENAME', 'MULTISUBNETFAILOVER', 'TRANSPARENTNETWORKIPRESOLUTION', 'APPLICATIONINTENT'],
  ...['SERVERNAME', 'HOST', 'HOSTNAME', 'PORT', 'DB', 'DBQ', 'DBALIAS', 'SERVICENAME', 'SID', 'PROTOCOL'],
  ...['SCHEMA', 'CURRENTSCHEMA', 'SOCKET', 'NAMEDPIPE', 'LOCATION'],
  // Who logs in, and how it is encrypted.
  ...['UID', 'USER', 'USERNAME', 'TRUSTED_CONNECTION', 'AUTHENTICATION', 'SERVERSPN', 'INTEGRATEDSECURITY'],
  ...['ENCRYPT', 'USEENCRYPTIONFORDATA', 'TRUSTSERVERCERTIFICATE', 'HOSTNAMEINCERTIFICATE'],
  ...[
    'SSLMODE',
    'SSL_MODE',
    'SSLVERIFY',
    'FORCETLS',
    'SECURITY',
    'ENABLE_CLEARTEXT_PLUGIN',
    'NO_SSPS',
    'MULTI_STATEMENTS',
  ],
  ...['COLUMNENCRYPTION', 'LANGUAGE', 'OPTION', 'CHARSET', 'READONLY', 'AUTOTRANSLATE', 'REPLICATION'],
  // Text that a driver writes down about its work.
  ...['COMMLOG', 'DEBUG', 'TRACE', 'TRACELEVEL', 'QUERYLOG_ON', 'STATSLOG_ON', 'CONN_TIMEOUT', 'TIMEOUT'],
  // psqlODBC's short names, and MySQL's.
  ...['B2', 'B3', 'LOG_QUERY'],
]);

/** Their values are a path, a statement or a certificate's place: that they are set is enough. */
const setOnly: ReadonlySet<string> = new Set([
  ...['CLIENTCERTIFICATE', 'SERVERCERTIFICATE', 'SSLCA', 'SSLROOTCERT', 'SSLCERT', 'SSLSERVERCERTIFICATE'],
  ...['TRACEFILE', 'LOGFILE', 'QUERYLOGFILE', 'STATSLOGFILE', 'CONNSETTINGS', 'INITSTMT', 'INIT_COMMAND'],
  ...['TRACEFILENAME', 'DUMPFILE', 'SAVEFILE', 'A6', 'STMT'],
]);

/** What a secret is called: in any place of the name, whatever stands around it. */
const secretName =
  /PWD|PASSW|PASSPHRASE|PASSCODE|SECRET|TOKEN|CREDENTIAL|(CLIENT|ACCESS|API|ACCOUNT|SHARED)_?KEY/;

export type KeywordKind = 'judged' | 'set-only' | 'secret' | 'other';

/** `keyword`: in capitals. */
export function kindOf(keyword: string): KeywordKind {
  if (judged.has(keyword)) return 'judged';
  if (setOnly.has(keyword)) return 'set-only';
  return secretName.test(keyword) ? 'secret' : 'other';
}
