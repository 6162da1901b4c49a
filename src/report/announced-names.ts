import type { SpokenName } from './name-kind.ts';
import { areas } from './public-names.ts';

/**
 * Names in quotes behind a word that says what they are, in the languages and the quotes in which servers answer. The words
 * other than English are known from their messages [K]; no document that was read has them.
 */

/** Accounts and roles that every database has. */
export const builtIn =
  /^(?:sa|dbo|sys|system|public|guest|root|postgres|mysql|admin|administrator|nobody|anonymous|information_schema|db_\w+|sysadmin)$/i;

/** With spaces within, as in French; also the full-width ones. */
const openQuote = '["\'`»«„“「『][ \\u00a0\\u202f]?';
const closeQuote = '[ \\u00a0\\u202f]?["\'`«»”“」』]';

/** `others`: words in scripts without spaces, as far as they stand in no quotes themselves. */
const behind = (words: readonly string[], others: readonly string[], sign: string, name: string): RegExp =>
  new RegExp(
    `(?:(?<!\\p{L})(?:${words.join('|')})(?: ?name)?[ \\u00a0${sign}]{1,3}|(?<!["'“「『])(?:${others.join('|')})[ \\u00a0${sign}]{0,3})${openQuote}(${name})${closeQuote}`,
    'giu',
  );

const user = behind(
  [
    ...['user', 'login', 'role', 'account', 'principal', 'authorization id'],
    ...['benutzers?', 'rolle', 'utilisateur', 'rôle', 'usuario', 'rol', 'utente', 'ruolo', 'usuário'],
    ...['gebruiker', 'użytkownika?', 'uživatele', 'kullanıcı', 'пользователя', 'роль'],
  ],
  ['用户', '使用者', '角色', 'ユーザー?', 'ロール', '사용자', '역할'],
  ':=',
  '[^"\'`\\s»«„“”「」『』]{2,64}',
);

const host = behind(
  [
    ...['(?:host|server|machine|computer)(?: ?name)?(?: at| on)?', 'server on'],
    ...['(?:host|server|rechner)(?:namen?)?', "(?:l'|d')?hôte", 'serveur', 'servidor'],
    // .NET: The remote name could not be resolved.
    ...['name could not be resolved:', 'remotename konnte nicht aufgelöst werden:'],
  ],
  ['サーバー?', 'ホスト名?', '服务器', '主机名?', '서버', '호스트'],
  '',
  '[\\p{L}\\p{N}_.-]{2,64}',
);

/** In JSON with two strokes. */
const withDomain = /^([\p{L}\p{N}_.-]{2,64})\\{1,2}([\p{L}\p{N}_.$-]{2,64})$/u;

export function announcedNames(text: string): readonly SpokenName[] {
  const users = [...text.matchAll(user)].flatMap(([, whole = '']): readonly SpokenName[] => {
    const name = whole.replace(/^\.\\{1,2}/, '');
    // Windows' own authority was taken away before it.
    if (name.startsWith('\\')) return [];
    const [, domain, account] = withDomain.exec(name) ?? [];
    if (domain !== undefined && account !== undefined)
      return [
        { kind: 'domain', name: domain },
        { kind: 'user', name: account },
      ];
    return builtIn.test(name) ? [] : [{ kind: 'user', name }];
  });
  const hosts = [...text.matchAll(host)].map(([, name = '']) => ({ kind: 'host' as const, name }));
  return [...users, ...hosts, ...accountsAtHosts(text)];
}

/** `klaus4@dbsrv3`: at a host without a domain, which looks like one by its role; not `node@v24`, nor our `sql.login@HR2`. */
const atHost = new RegExp(
  String.raw`(?<![\p{L}\p{N}_.+$@:/-])(?!(?:${[...areas].join('|')})\.)(\p{L}[\p{L}\p{N}_.-]{1,63})@((?:[\p{L}-]{0,20}(?:srv|svr|server|dc|sql|db|ora|pg|ldap|dir|fs|vm|pc|ws|web|app|mail|host))\d{1,3}(?!\d)[\p{L}\d-]{0,20})(?![\p{L}\p{N}_-]|[.:][\p{L}\p{N}])`,
  'giu',
);

function accountsAtHosts(text: string): readonly SpokenName[] {
  if (!text.includes('@')) return [];
  return [...text.matchAll(atHost)].flatMap(([, account = '', name = '']): readonly SpokenName[] => [
    { kind: 'user', name: account },
    { kind: 'host', name },
  ]);
}
