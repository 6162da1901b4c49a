/** In an address, and as Oracle's tools take it: ldap://anna:x@srv9, anna/x@db01:1521, anna/x@//db01/xe. */
const patterns: readonly RegExp[] = [
  // Whoever it is may have a domain; the last @ is the host's.
  /\b([a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:]{1,128}:)(?:(?!"[,:]")[^\s/]){1,128}(?=@)/gi,
  /\b((?:thin|oci8?):\p{L}[\p{L}\p{N}_$#]{0,63}\/)[^\s@]{1,60}(?=@)/giu,
  /(?<![\p{L}\p{N}_.$/:@\\-])((?!(?:ldaps?|https?|host|cifs|gc|termsrv|wsman|mssqlsvc)\/)\p{L}[\p{L}\p{N}_$#]{1,63}\/)[^\s@/"'\\]{1,60}(?=@(?:\/\/[\p{L}\p{N}]|[\p{L}\p{N}_.-]{2,64}:\d{2,5}(?!\d)))/giu,
];

/** The text without the passwords that stand between an account and a host: no name, but what goes with one. */
export function withoutPasswords(text: string): string {
  return text.includes('@') ? patterns.reduce((left, one) => left.replace(one, '$1***'), text) : text;
}
