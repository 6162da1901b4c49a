/** The examples in our own remedies, of a company that nobody has: `tenant: { id: contoso.onmicrosoft.com }`. */
const examples =
  /(?:cn=ecma,ou=services,|ou=people,)?dc=contoso,dc=example|(?<![\w.-])(?:[\w-]{1,63}\.){0,3}contoso\.(?:example|onmicrosoft\.com)(?![\w-]|\.\w)/gi;

const isInRemedy = (path: string): boolean => path.startsWith('.rows.remedy');

/** Does this place say that somebody is called as our examples are? Then they are names like any other. */
export function namesExample(text: string, path: string): boolean {
  return !isInRemedy(path) && /contoso/i.test(text);
}

/** The text without our examples, where it is a remedy's. */
export function withoutExamples(text: string, path: string): string {
  return isInRemedy(path) ? text.replace(examples, ' ') : text;
}
