/** A word, within which a URL's kind of escapes can stand (RFC 3986, 2.1). */
const words = /[^\s"'<>]+/g;

/** A value of LDIF in Base64 (RFC 2849): `dn:: dWlkPWFubmE=`. */
const ldif = /(?<=(?:^|[\s,;"'([])[a-z][\w;-]{0,40}:: {0,3})[a-z0-9+/]{8,4000}={0,2}(?![a-z0-9+/=])/gi;

/** A name in a regular expression, as .NET's list of exceptions has them: `^(?:.*\.)?adatum\.local$`. */
const escapedDots =
  /(?<![\p{L}\p{N}_\\-])[\p{L}\p{N}_-]{1,63}(?:\\\.[\p{L}\p{N}_-]{1,63}){1,10}(?!\\(?!\.))/gu;

/**
 * Gives the encoded parts of a text to `change` in plain, and puts what that makes of them in their place: Base64 as Base64,
 * escapes in plain, since what is changed leads nowhere any more. What is not changed stays as it was.
 */
export function withinEncoded(text: string, change: (plain: string) => string): string {
  const within =
    (pattern: RegExp, plainOf: (part: string) => string | undefined, back: (plain: string) => string) =>
    (given: string): string =>
      given.replace(pattern, (part) => {
        const plain = plainOf(part);
        if (plain === undefined) return part;
        const changed = change(plain);
        return changed === plain ? part : back(changed);
      });
  const inDots = text.includes('\\.')
    ? within(
        escapedDots,
        (part) => part.replaceAll('\\.', '.'),
        (plain) => plain.replaceAll('.', '\\.'),
      )(text)
    : text;
  const inEscapes = inDots.includes('%') ? within(words, unescaped, (plain) => plain)(inDots) : inDots;
  if (!inEscapes.includes('::')) return inEscapes;
  return within(ldif, fromBase64, (plain) => Buffer.from(plain).toString('base64'))(inEscapes);
}

function unescaped(text: string): string | undefined {
  if (!/%[0-9a-f]{2}/i.test(text)) return undefined;
  try {
    // A lone % is no escape.
    return decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, '%25'));
  } catch {
    return undefined;
  }
}

/** Only what is text: a certificate or a key holds no name that could be replaced in it. */
function fromBase64(text: string): string | undefined {
  const plain = Buffer.from(text, 'base64').toString('utf8');
  return /[\p{Cc}\ufffd]/u.test(plain) ? undefined : plain;
}
