import { isCommonWord, isEverybodysUser, isPublic, windowsAccounts } from './public-names.ts';

export interface Login {
  readonly domain: string;
  readonly user: string;
}

/** Behind a colon only where that ends a word: behind a letter alone it is a drive's (not in -u:), and $env:TEMP is a variable. */
const start = '(?<![\\p{L}\\p{N}_\\\\/.-])(?<!(?<![\\p{L}\\p{N}/-])(?:\\p{L}|\\$\\p{L}{1,12}|[Ee][Nn][Vv]):)';

/** `CONTOSO\anna`: Windows shows its short names in capitals; in JSON with two strokes. */
const inCapitals = new RegExp(
  `${start}(\\p{Lu}[\\p{Lu}\\p{N}-]{1,14})\\\\{1,2}([\\p{L}\\p{N}_.$-]{2,64})(?![\\\\\\p{L}\\p{N}_])`,
  'gu',
);

/** `contoso\anna`, `ContosoCorp\anna`, as people type it; a path has capitals behind, more strokes or an ending. */
const inSmall = new RegExp(
  `${start}(?<![%$@~])(\\p{L}[\\p{L}\\p{N}-]{2,14})\\\\{1,2}(?![nrt](?:\\p{Lu}|\\\\|$))([\\p{Ll}][\\p{Ll}\\p{N}_.$-]{1,63})(?![\\\\/\\p{L}\\p{N}_$-])`,
  'gu',
);

/** `Contoso\Anna.Berg`: paths are written so too. It is one where a word announces it, or by a person's two names. */
const inBoth = new RegExp(
  `${start}(?<![%$@~])(\\p{L}[\\p{L}\\p{N}-]{1,14})\\\\{1,2}([\\p{L}][\\p{L}\\p{N}_.$-]{1,63})(?![\\\\/\\p{L}\\p{N}_$-])`,
  'gu',
);
const announces =
  /(?<![\p{L}\p{N}])(?:as|users?|accounts?|log[io]n|logon|by|identity|principal|owner|upn|konto|benutzer|als|von|impersonat\p{L}{1,5}|member|credentials?(?: of)?)(?: ?(?:name|user|account))?["']?[\s:="'(]{1,3}$/iu;
const twoNames = /^\p{Lu}\p{Ll}+[._-]\p{Lu}\p{Ll}+$/u;
const program = /^(?:system|microsoft|windows|newtonsoft|npgsql|mysql|oracle|google|ibm|sap)\b/i;

/** Folders and keys of the registry that paths begin with where they are not whole. */
const folders = new Set(
  `appdata app apps backup backups bin build cache cert certs classes cmd components conf config configuration
  currentuser currentcontrolset currentversion data debug desktop dist doc docs documents downloads drive drivers dump
  etc export exports feature features file files folder folders home hardware image images import imports include inc
  inetpub install instance keys lib libs localappdata localdb localmachine log logs media modules mssqllocaldb msbuild
  node obj odbc opt out output packages path paths plugin plugins policies private profile profiles program programdata
  programfiles programs project projects registry release report reports repo resources scripts services setup share
  shared shares src start state static store stores sysnative syswow64 system32 sysvol netlogon tasks temp tempdb
  templates test tests tmp tools trace tracing update updates usr var vendor views volume wbem web wwwroot
  and or not either error line true false`.split(/\s+/),
);

const file =
  /\.(?:[cm]?[jt]sx?|json|xml|ya?ml|dll|exe|config|cs|ps1|psm1|pem|cer|crt|pfx|log|txt|csv|md|ini|dat|dsn|sys|cmd|bat|msi|zip|evtx|html?|sqlite|[mln]df|wsconfig)$/i;

const everybodys = new RegExp(windowsAccounts, 'giu');

/** The text without the accounts of Windows itself: `NT AUTHORITY\SYSTEM`. */
export function withoutWindows(text: string): string {
  return text.includes('\\') || /\bNT[ -]/.test(text) ? text.replace(everybodys, ' ') : text;
}

/** Who runs the web sites of IIS: each pool has an account by its own name. */
const pool = /\bIIS APPPOOL\\{1,2}(?!DefaultAppPool\b)([\p{L}\p{N}_.$-]{2,64})/giu;

export function poolsIn(text: string): readonly string[] {
  return [...text.matchAll(pool)].map(([, name = '']) => name);
}

/** Accounts with their short domain; the text is one without Windows' own. A user that every machine has is ''. */
export function loginsIn(text: string): readonly Login[] {
  const found: Login[] = [];
  const add = (domain: string, user: string): void => {
    const name = user.replace(/\.$/, '');
    if (!isPublic(domain) && !file.test(name))
      found.push({ domain, user: isEverybodysUser(name) ? '' : name });
  };
  for (const [, domain = '', user = ''] of text.matchAll(inCapitals)) add(domain, user);
  for (const [, domain = '', user = ''] of text.matchAll(inSmall)) {
    if (mayBeLogin(domain, user) && domain !== domain.toUpperCase()) add(domain, user);
  }
  for (const { 1: domain = '', 2: user = '', index } of text.matchAll(inBoth)) {
    if (
      program.test(domain) ||
      program.test(user) ||
      !mayBeLogin(domain, '') ||
      folders.has(user.toLowerCase())
    )
      continue;
    if (twoNames.test(user) || announces.test(text.slice(Math.max(0, index - 40), index))) add(domain, user);
  }
  return found;
}

/** Is it no folder, no file and no word of the trade? */
function mayBeLogin(domain: string, user: string): boolean {
  const [of, name] = [domain.toLowerCase(), user.toLowerCase()];
  return (
    !folders.has(of) && !isCommonWord(of) && !folders.has(name) && !isCommonWord(name) && !file.test(name)
  );
}

const ofAny =
  /(?<![\p{L}\p{N}_\\.-])([\p{L}\p{N}-]{2,15})\\{1,2}((?!\.)[\p{L}\p{N}_.$-]{0,63}[\p{L}\p{N}_$])(?![\\/\p{L}\p{N}_$-])/gu;

/** The accounts of a domain that is known, in whatever letters they are written. */
export function accountsOf(text: string, isKnown: (domain: string) => boolean): readonly string[] {
  if (!text.includes('\\')) return [];
  return [...withoutWindows(text).matchAll(ofAny)]
    .filter(([, domain = '', user = '']) => isKnown(domain) && mayBeLogin(domain, user))
    .map(([, , user = '']) => user)
    .filter((user) => !isEverybodysUser(user));
}
