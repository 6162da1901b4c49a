/**
 * Event texts hold what a program was given: connection strings, requests, objects. What could be a secret is
 * dropped while an event is read, before anything is kept of it; rather a word too many than one too few.
 */
export function withoutSecrets(text: string): string {
  return rules.reduce((left, [pattern, put]) => left.replace(pattern, put), plain(text));
}

/** Wide letters and signs as the usual ones, without those that are not seen: neither hides a word. */
function plain(text: string): string {
  return text
    .slice(0, longest)
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '');
}

/** Characters of one event; what is behind them is not kept. Each pattern is bounded, so that no text takes long. */
const longest = 16_000;

const secret = '[secret]';
/** `PublicKeyToken` stands in every name of a .NET library and is none. */
const word = `(?:${[
  'password',
  'passwd',
  'passphrase',
  'passcode',
  'pass ?word',
  'pass(?=\\s*[:=])',
  'pwd',
  '\\bpw\\b',
  'secret',
  '(?<!PublicKey)token',
  '(?:api|account|access|signing|encryption|private|shared)[ _-]?key',
  'credentials?(?!\\w)',
  'cookie',
  // As drivers and directories say it in other languages.
  'kennwort|passwort|mot de passe|contraseña|senha|hasło|wachtwoord|lösenord|adgangskode|salasana|jelszó|heslo',
  'пароль|パスワード|密码|密碼|암호',
].join('|')})`;
/** As text, in an address, in XML. */
const equals = '(?:[:=]|=&gt;|=>|%3[ad]|&#(?:58|61|x3[ad]);)';
/** A start tag of that name, as XML or escaped once more. */
const tag = `(?:<|&lt;)[\\w:.-]{0,40}${word}[\\w:.-]{0,40}(?:\\s[^<>]{0,200}?)?(?:>|&gt;)`;
/** In braces, quotes (doubled or escaped inside), or up to the next semicolon: as in a connection string. */
const value = `(?:\\{(?:[^}]|\\}\\})*\\}?|"(?:[^"\\\\]|\\\\[\\s\\S]|"")*"?|'(?:[^'\\\\]|\\\\[\\s\\S]|'')*'?|[^;\\r\\n]*)`;

/** Programs that take a password as `-p x`, `-Px` or `-w x`. */
const tools = 'sqlcmd|osql|isql|bcp|mysql\\w{0,10}|psexec(?:64)?|plink|pscp|smbclient|schtasks|ldap\\w{2,10}';
const dash = '[-/\u2013\u2014]';

/** Commands and phrases that name no value: what follows is dropped, a port or a path among it. */
const unnamed: readonly (readonly [RegExp, string])[] = [
  // `net use x: \\server\share x /user:y`, `net user y x /add`; not ".NET use"
  [/(?<![.\w])(net1?(?:\.exe)?"?\s{1,9}user?\s)[^\r\n]*/gi, `$1${secret}`],
  [
    new RegExp(
      `(\\b(?:${tools})(?:\\.exe)?"?\\s(?:[^\\r\\n]{0,400}?\\s)??${dash}(?:p|w|rp))[^\\r\\n]*`,
      'gi',
    ),
    `$1 ${secret}`,
  ],
  [
    new RegExp(
      `((?<=\\s)${dash}(?:p|pw|rp|pass|pin)(?:\\s{1,9}|[:=]))(?:"[^"\\r\\n]*"?|'[^'\\r\\n]*'?|\\S+)`,
      'gi',
    ),
    `$1${secret}`,
  ],
  [/((?<=\s)(?:-u|--(?:proxy-)?user)\s{1,9}["']?[^\s:"']{1,100}:)\S+/gi, `$1${secret}`],
  [/\b((?:PIN|OTP|TAN)\b[^\r\n\d]{0,40})\d[\d -]{1,18}\d/g, `$1${secret}`],
  [/\b((?:PIN|OTP|TAN)\s{0,9}[:=]\s{0,9})\S+/g, `$1${secret}`],
  [/(\b(?:verification|one-time|security|access) code\b[^\r\n\d]{0,40})\d[\d -]{1,18}\d/gi, `$1${secret}`],
  [/(\bidentified\s{1,9}by\s{1,9}(?:values\s{1,9})?)[^;\r\n]*/gi, `$1${secret}`],
  [/(\bsp_(?:addlogin|password|setapprole|addlinkedsrvlogin|addremotelogin)\b)[^\r\n]*/gi, `$1 ${secret}`],
  // `hr/x@db01`, as Oracle's tools take it
  [/(?<![\w/:.\\@-])([\w$#]{1,30}\/)[^\s/@"'\\]{1,60}@(?=\w)/g, `$1${secret}@`],
  [/(\bConvertTo-SecureString\b)[^\r\n|)]*/gi, `$1 ${secret}`],
  [/(\b(?:Network|PS)Credential\s{0,9}\()\s{0,9}["'][^\r\n]*/g, `$1${secret}`],
];

const rules: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, secret],
  // `<SecretToken>x</SecretToken>`, `<add key="Password" value="x"/>`, `<Name>Password</Name><Value>x</Value>`
  [new RegExp(`(${tag})[\\s\\S]{1,2000}?(?=(?:<|&lt;)/[\\w:.-]{0,40}${word})`, 'gi'), `$1${secret}`],
  [new RegExp(`(${tag})[^<]+`, 'gi'), `$1${secret}`],
  [
    new RegExp(
      `((?:key|name)\\s*=\\s*["'][^"'<>]{0,60}${word}[^"'<>]{0,60}["'][^<>]{0,200}?value\\s*=\\s*)(["'])[^"']*\\2`,
      'gi',
    ),
    `$1"${secret}"`,
  ],
  [
    new RegExp(
      `(value\\s*=\\s*)(["'])[^"'<>]*\\2(?=[^<>]{0,200}?(?:key|name)\\s*=\\s*["'][^"'<>]{0,60}${word})`,
      'gi',
    ),
    `$1"${secret}"`,
  ],
  [
    new RegExp(
      `(<(?:\\w+:)?Value[^<>]{0,200}>)[^<]+(?=</(?:\\w+:)?Value>\\s{0,20}<(?:\\w+:)?Name>[^<]{0,60}${word})`,
      'gi',
    ),
    `$1${secret}`,
  ],
  [
    new RegExp(
      `(<(?:\\w+:)?Name>[^<]{0,60}${word}[^<]{0,60}</(?:\\w+:)?Name>[\\s\\S]{0,300}?<(?:\\w+:)?Value[^<>]{0,200}>)[^<]+`,
      'gi',
    ),
    `$1${secret}`,
  ],
  [/\b(authorization\\*["']?\s*[:=]\s*)[^\r\n]*/gi, `$1${secret}`],
  [/\b(bearer|basic|negotiate|ntlm(?=\s+TlRM))\s+[A-Za-z0-9+/=._~-]{6,}/gi, `$1 ${secret}`],
  [/\b(digest\s+username=)[^\r\n]*/gi, `$1${secret}`],
  [/\beyJ[\w-]+(?:\.[\w-]*){1,4}/g, secret],
  ...unnamed,
  // `Pwd=x;`, `"password": "x"`, `client_secret=x`
  [
    new RegExp(
      `([\\w:.-]{0,40}${word}[\\w-]{0,40}(?:\\\\*["'\\]]|%22)?\\s*(?:${equals}|\\s(?=\\s*["']))\\s*)${value}`,
      'gi',
    ),
    `$1${secret}`,
  ],
  // `the password is 'x'`
  [
    new RegExp(
      `(${word}[\\w-]{0,20}\\s[^\\r\\n"'<>=:]{0,40})(?:"[^"\\r\\n]{1,200}"|'[^'\\r\\n]{1,200}')`,
      'gi',
    ),
    `$1${secret}`,
  ],
  // `Name: Password, Value: x`, `unicodePwd, Add, x1`: as a value, or of letters and digits
  [
    new RegExp(
      `(${word}[^\\r\\n"'<>]{0,40}?)(?:(?<=\\bvalue\\s{0,3}[:=]\\s{0,3})[^\\r\\n]+|(?<=[\\s,])(?!0x|Version=)(?=[^\\s\\d]{0,60}\\d)(?=[^\\sa-z]{0,60}[a-z])[^\\s()[\\]]{6,})`,
      'gi',
    ),
    `$1${secret}`,
  ],
  [/(\b[\w+.-]{1,20}:\/\/)[^\s/:@]{1,200}:[^\s]{0,400}@/g, `$1${secret}@`],
  [/([?&]sig=)[^&\s]+/gi, `$1${secret}`],
  // What is encrypted for an account of Windows, keys, tokens: longer than any name.
  [/(?=[^\s\d]{0,60}\d)[A-Za-z0-9+/_-]{60,}={0,2}/g, secret],
];

/** Names of people and their accounts: addresses, distinguished names, the bodies of requests. */
export function withoutPeople(text: string): string {
  return text
    .replace(/\{\s*(?:\\*"|\r?\n)[\s\S]*\}/, '{...}')
    .replace(/\{\s*(?:\\*"|\r?\n)[^}]*$/, '{...}')
    .replace(
      /\b(?:cn|uid|ou|o|dc|sn|mail|givenName|displayName|sAMAccountName|userPrincipalName|employeeId)=(?:\\.|[^,;"'\r\n)\\])*(?:,\s*[A-Za-z][\w-]{0,40}=(?:\\.|[^,;"'\r\n)\\])*)*/gi,
      '[name]',
    )
    .replace(/[^\s"'<>;,=():]{1,100}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,8}/g, '[address]')
    .replace(/\bDN: [^\r\n]*?(?=\s+[A-Z]\w*(?: [A-Z]\w*)?: |[\r\n]|$)/g, 'DN: [name]');
}
