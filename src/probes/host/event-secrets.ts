/**
 * Event texts hold what a program was given: connection strings, requests, objects. What could be a secret is
 * dropped while an event is read, before anything is kept of it; rather a word too many than one too few.
 */
export function withoutSecrets(text: string): string {
  return rules.reduce((left, [pattern, put]) => left.replace(pattern, put), text.slice(0, longest));
}

/** Characters of one event; what is behind them is not kept. Each pattern is bounded, so that no text takes long. */
const longest = 16_000;

const secret = '[secret]';
/** `PublicKeyToken` stands in every name of a .NET library and is none. */
const word =
  '(?:password|passwd|passphrase|passcode|\\bpass(?=\\s*[:=])|pwd|secret|(?<!PublicKey)token|api[_-]?key|account[_-]?key|access[_-]?key|credentials?(?!\\w)|kennwort|passwort|パスワード)';
/** A start tag of that name, as XML or escaped once more. */
const tag = `(?:<|&lt;)[\\w:.-]{0,40}${word}[\\w:.-]{0,40}(?:\\s[^<>]{0,200}?)?(?:>|&gt;)`;
/** In braces, quotes (doubled or escaped inside), or up to the next semicolon: as in a connection string. */
const value = `(?:\\{(?:[^}]|\\}\\})*\\}?|"(?:[^"\\\\]|\\\\[\\s\\S]|"")*"?|'(?:[^'\\\\]|\\\\[\\s\\S]|'')*'?|[^;\\r\\n]*)`;

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
      `(<(?:\\w+:)?Name>[^<]{0,60}${word}[^<]{0,60}</(?:\\w+:)?Name>[\\s\\S]{0,300}?<(?:\\w+:)?Value[^<>]{0,200}>)[^<]+`,
      'gi',
    ),
    `$1${secret}`,
  ],
  [/\b(authorization\\*["']?\s*[:=]\s*)[^\r\n]*/gi, `$1${secret}`],
  [/\b(bearer|basic|negotiate)\s+[A-Za-z0-9+/=._~-]{6,}/gi, `$1 ${secret}`],
  [/\beyJ[\w-]+(?:\.[\w-]*){1,4}/g, secret],
  // `Pwd=x;`, `"password": "x"`, `client_secret=x`
  [
    new RegExp(
      `([\\w:.-]{0,40}${word}[\\w-]{0,40}\\\\*["'\\]]?\\s*(?:[:=]|=&gt;|=>|\\s(?=\\s*["']))\\s*)${value}`,
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
