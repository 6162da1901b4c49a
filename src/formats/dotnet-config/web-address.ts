/**
 * Does .NET Framework take this for an http or https address (System.Uri)? Stricter than browsers: the two slashes must be
 * there, and a host has letters of any script, digits, `-` and `_` between its dots, so that `{proxy}` or `*` is none.
 */
export function isWebAddress(value: string): boolean {
  const [, bracketed, host = ''] = authority.exec(value) ?? [];
  return (bracketed !== undefined || dnsName.test(host)) && URL.canParse(value);
}

const authority = /^https?:\/\/(?:[^/?#@\\]*@)?(?:(\[[\da-f:.]+\])|([^/?#:\\@[\]]+))(?::\d*)?(?:[/?#].*)?$/is;
const dnsName = /^[\w\u0080-\uffff-]+(?:\.[\w\u0080-\uffff-]+)*\.?$/;
