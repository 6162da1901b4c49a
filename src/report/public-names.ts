import { requirements } from '../requirements/index.ts';

/** What is the same for everybody: a reader needs it, and it tells nothing of the place. */

/** Every text in the values of the requirements: Microsoft's own names and ids, which a reader needs. */
function requirementTexts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(requirementTexts) : [];
}

const known = requirements.flatMap(({ values }) => requirementTexts(values));

/** Also behind a word and its hyphen: AADConnect-7e3c...log. */
export const guids = /(?<!\w|[0-9a-f]{4}-)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w-])/gi;

const publicIds = new Set(known.flatMap((text) => text.match(guids) ?? []).map((id) => id.toLowerCase()));

/** Microsoft's own applications, such as Graph: the same ids in every tenant. */
const firstParty = /^000000[0-9a-f]{2}-0000-(?:0000-c000|0ff1-ce00)-000000000000$/i;

export function isPublicId(id: string): boolean {
  return publicIds.has(id.toLowerCase()) || firstParty.test(id);
}

/** Companies that Microsoft made up. */
const madeUp = /^(?:onmicrosoft|contoso|fabrikam|example)\b/;

/** The domains of the hosts that the requirements name; a tenant's own are below onmicrosoft.com. */
const domainsOfRequirements = known
  .flatMap(
    (text) => text.match(/(?<![\w.@-])(?:\*\.)?(?:[a-z0-9-]+\.)+(?:com|net|us|cn|org)(?![\w-])/gi) ?? [],
  )
  .map((name) => name.toLowerCase().split('.').slice(-2).join('.'))
  .filter((name) => !madeUp.test(name));

const publicDomains = new Set([
  ...domainsOfRequirements,
  ...`microsoft.com microsoftonline.com microsoftonline.us microsoftonline-p.com microsoftonline.cn
  partner.microsoftonline.cn windows.net windows.com windowsupdate.com azure.com azure.us azure.cn chinacloudapi.cn
  msappproxy.net msappproxy.us servicebus.windows.net msauth.net msauthimages.net msftauth.net msftauthimages.net live.com
  office.com visualstudio.com aka.ms digicert.com d-trust.net letsencrypt.org lencr.org globalsign.com globalsign.net
  mozilla.org nodejs.org`.split(/\s+/),
]);

/**
 * Domains below which each customer has a name of its own, right before them: it goes, they stay. Of Microsoft's cloud every
 * service is one: `NAME.search.windows.net`, `NAME.postgres.database.azure.com`.
 */
export const sharedDomains =
  '(?:mail\\.)?onmicrosoft\\.(?:com|us|de)|(?:b2clogin|ciamlogin|sharepoint)\\.com|azurewebsites\\.net|cloudapp\\.net|msappproxy\\.(?:net|us|com|cn)|(?:[\\w-]{1,63}\\.){0,2}visualstudio\\.com|(?:[\\w-]{1,63}\\.){1,3}(?:windows\\.net|azure\\.(?:com|net|us|cn)|usgovcloudapi\\.net|chinacloudapi\\.cn)';
export const sharedDomain = new RegExp(`\\.(?:${sharedDomains})$`, 'i');

/** What Microsoft itself calls so there: hosts of its own, its services, and the parts of their names. */
const hostsOfMicrosoft = new Set([
  ...known.flatMap(
    (text) => text.toLowerCase().match(/(?<![\w.-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\w-])/g) ?? [],
  ),
]);
const namesOfMicrosoft = new Set(
  `www download registration hisconnectorregistrationca his bootstrap connector app marketplace code docs my login go
  gallery vscode portal management dev graph hosting reactblade services status feedback partner account accounts api
  enterpriseregistration postgres mysql mariadb privatelink blob file queue table dfs web`.split(/\s+/),
);

/** Is it a customer's name below Microsoft's domains? */
function isCustomers(lower: string): boolean {
  const labels = lower.split('.');
  const [first = ''] = labels;
  if (first === '*' || first === '' || hostsOfMicrosoft.has(lower) || !sharedDomain.test(lower)) return false;
  return !namesOfMicrosoft.has(first) && !namesOfServices.has(labels.at(-3) ?? '');
}

/** Below these of its services nobody else has names: `ms.portal.azure.com`. */
const namesOfServices = new Set('portal management dev graph login services docs registration'.split(' '));

/** Whose the accounts are that Windows itself has; it writes some of these in the language of the machine. */
const windowsAuthorities = [
  'NT AUTHORITY',
  'NT-AUTORITÄT',
  'AUTORITE NT',
  'AUTORITÉ NT',
  'AUTORIDAD NT',
  'AUTORIDADE NT',
  'NT INSTANS',
  'NT-MYNDIGHET',
  'NT-MYNDIGHED',
  'ZARZĄDZANIE NT',
  'NT SERVICE',
  'BUILTIN',
  'VORDEFINIERT',
  'Font Driver Host',
  'Window Manager',
];

/** Behind these stands a name that somebody chose: of a web site, the id of a machine. */
const ownersOfChosen = ['IIS APPPOOL', 'NT VIRTUAL MACHINE'];

const accountOfWindows = `(?:${windowsAuthorities.join('|')})\\\\{1,2}(?:(?:NETWORK|LOCAL|ALL) SERVICES?|[\\p{L}\\p{N}_$.-]+)`;

/** What to leave as it is, and not to look into: `NT AUTHORITY\NETWORK SERVICE`, with one stroke or, in JSON, with two. */
export const windowsAccounts = `(?<![\\p{L}\\p{N}_\\\\-])(?:${accountOfWindows}|(?:${ownersOfChosen.join('|')}|${windowsAuthorities.join('|')})(?=\\\\|(?![\\p{L}\\p{N}_-])))`;

/** Files and folders of Microsoft's programs, below the folders that hold them. */
export const microsoftPaths: readonly string[] = [
  ...new Set(
    known
      .filter(
        (text) =>
          /^[\w .\\-]+$/.test(text.replace(/^[A-Z]:/, '')) && /\\|\.(?:exe|dll|config|msi)\b/.test(text),
      )
      .map((text) => text.replace(/^(?:[A-Z]:|HK\w+)\\/, '')),
  ),
];

const keptNames = new Set([
  ...'localhost workgroup builtin vordefiniert hklm hkcu hkcr hku software system security sam c'.split(' '),
  // What a program is made for.
  ...'i386 amd64 x64 x86 arm arm64 ia64 msil anycpu'.split(' '),
  ...[...windowsAuthorities, ...ownersOfChosen].map((name) => name.toLowerCase()),
]);

/** Names that Microsoft's programs, services and events have: `AADConnectProvisioningAgent`. */
const programs = known
  .flatMap((text) => text.split(/[\\/\s:]/))
  .filter((name) => /^[A-Z][A-Za-z0-9.]{6,}$/.test(name) && /[a-z][A-Z]|[A-Z]{3}[a-z]|\d[A-Z]/.test(name))
  .map((name) => name.toLowerCase());

/** Accounts that every machine has. */
const everybodysUsers = new Set([
  ...`system root administrator administrators everyone localsystem localservice networkservice`.split(' '),
  ...['local service', 'network service', 'local system'],
  ...programs,
]);

export function isEverybodysUser(name: string): boolean {
  return everybodysUsers.has(name.toLowerCase());
}

/** Makers of public certificates, whose names everybody reads. */
export const publicAuthorities =
  /microsoft|digicert|baltimore|globalsign|verisign|symantec|entrust|sectigo|comodo|usertrust|let's encrypt|isrg|internet security research|amazon|google|d-trust|godaddy|go daddy|starfield|geotrust|thawte|certum|quovadis|swisssign|telesec|t-systems|buypass|harica|ssl\.com|identrust/i;

export function isPublic(name: string): boolean {
  const lower = name.toLowerCase();
  if (isCustomers(lower)) return false;
  if (keptNames.has(lower)) return true;
  // None of them has more labels.
  const labels = lower.split('.').slice(-3);
  return labels.some((_, index) => publicDomains.has(labels.slice(index).join('.')));
}

/** Words of the trade: what is called so is replaced only where it stands as a name. */
const words = new Set([
  ...`管理 管理员 管理者 系统 系統 システム 服务 服务器 网络 数据库 データベース サーバー ユーザー 接続 连接 用户 角色 账户 帐户 アカウント 密码 パスワード
  测试 テスト 테스트 관리 관리자 시스템 사용자 서버`.split(/\s+/),
  ...`account admin administrator attribute authority certificate computer connector container contact controller
  database default directory domain ecma employees entry example external group guest host ldap local login mail manager
  master member microsoft network object password people person port production proxy public readonly reader root schema
  secret server service services simple system table target tenant test testing user users version windows writer
  culture neutral publickeytoken message status value state release provider library driver engine product edition
  profile program folder file path port column trigger procedure function index session connection`.split(
    /\s+/,
  ),
  // Those that Microsoft's values are made of: Release, OpenLDAP, Standard.
  ...known.flatMap((text) => text.toLowerCase().match(/\p{L}[\p{L}\p{N}]{2,}/gu) ?? []),
]);
for (const name of ['contoso', 'fabrikam', 'adatum', 'onmicrosoft']) words.delete(name);

export function isCommonWord(name: string): boolean {
  return words.has(name.toLowerCase());
}

/** What the ids of checks begin with. */
export const areas: ReadonlySet<string> = new Set([
  ...['server', 'network', 'host', 'connector', 'ldap', 'sql', 'tcp', 'tenant', 'attest'],
]);
