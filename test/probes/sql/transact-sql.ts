/**
 * The part of Transact-SQL that remedies are written in, after the reference's syntax of ALTER TABLE, ALTER DATABASE SET,
 * ALTER LOGIN, ALTER ROLE, GRANT, CREATE INDEX, CREATE USER, USE, EXECUTE, DECLARE and SELECT.
 * Stricter than the server in two things: names of people's objects stand in brackets, and types of the database's own have
 * their schema and no length.
 */

type Token = {
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'variable' | 'mark';
  readonly text: string;
};

const pattern =
  /\s+|--[^\n]*|(?<name>\[(?:[^\]]|\]\])+\])|(?<text>N?'(?:[^']|'')*')|(?<number>\d+(?:\.\d+)?)|(?<variable>@@?\w+)|(?<word>[A-Za-z_][\w]*)|(?<mark>::|<>|<=|>=|[.,;()=*<>+-])/y;

export function tokensOf(script: string): readonly Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < script.length) {
    const at = pattern.lastIndex;
    const found = pattern.exec(script);
    if (found === null) throw new Error(`no token at: ${script.slice(at, at + 30)}`);
    const [kind, text] = Object.entries(found.groups ?? {}).find(([, value]) => value !== undefined) ?? [];
    if (kind !== undefined && text !== undefined) tokens.push({ kind: kind as Token['kind'], text });
  }
  return tokens;
}

/** Names that stand without brackets: of the system, the same in every database. */
const ofSystem: ReadonlySet<string> = new Set(
  'sys db_datareader db_datawriter sp_help sp_helpindex sp_refreshview sp_readerrorlog sp_configure databases server_triggers database_principals'.split(
    ' ',
  ),
);

/** Types of the system, and how many numbers they take in parentheses. */
const types: Readonly<Record<string, readonly number[]>> = {
  ...Object.fromEntries(
    'int bigint smallint tinyint bit money smallmoney real date datetime smalldatetime uniqueidentifier'
      .split(' ')
      .map((name) => [name, [0]]),
  ),
  ...Object.fromEntries('nvarchar varchar nchar char'.split(' ').map((name) => [name, [1]])),
  ...Object.fromEntries('float datetime2 datetimeoffset time'.split(' ').map((name) => [name, [0, 1]])),
  ...Object.fromEntries('decimal numeric'.split(' ').map((name) => [name, [0, 1, 2]])),
};

/** Longest lengths in characters. */
const longest: Readonly<Record<string, number>> = { nvarchar: 4000, nchar: 4000, varchar: 8000, char: 8000 };

/** "GRANT Object Permissions", "GRANT XML Schema Collection", "GRANT Type": what may stand there. */
const permissions = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'EXECUTE', 'REFERENCES', 'CONTROL', 'UNMASK'];
const longPermissions = ['VIEW DEFINITION', 'VIEW CHANGE TRACKING'];
const classes = ['TYPE', 'OBJECT', 'SCHEMA', 'ASSEMBLY', 'CERTIFICATE'];

/** Throws where a script is not one of these statements, one behind the other. */
export function parseTransactSql(script: string): void {
  new Parser(tokensOf(script)).script();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  script(): void {
    if (this.#tokens.length === 0) throw this.#wrong('a statement');
    while (this.#at < this.#tokens.length) {
      this.#statement();
      this.#mark(';');
    }
  }

  #statement(): void {
    const word = this.#tokens[this.#at]?.text.toUpperCase();
    this.#at += 1;
    switch (word) {
      case 'ALTER':
        this.#alter();
        return;
      case 'CREATE':
        this.#create();
        return;
      case 'GRANT':
        this.#grant();
        return;
      case 'USE':
        this.#name();
        return;
      case 'EXEC':
        this.#execute();
        return;
      case 'DECLARE':
        this.#take('variable');
        this.#type();
        this.#mark('=');
        this.#literal();
        return;
      case 'SELECT':
        this.#query();
        return;
      default:
        this.#at -= 1;
        throw this.#wrong('a statement');
    }
  }

  #alter(): void {
    if (this.#is('TABLE')) {
      this.#object();
      if (this.#is('ENABLE')) {
        this.#words('CHANGE_TRACKING');
        return;
      }
      this.#words('ALTER', 'COLUMN');
      this.#name();
      const alias = this.#type();
      if (this.#is('COLLATE')) {
        if (alias) throw this.#wrong('no collation behind a type of its own');
        this.#take('word');
      }
      if (this.#is('NOT')) this.#words('NULL');
      else this.#is('NULL');
      return;
    }
    if (this.#is('DATABASE')) {
      if (!this.#is('CURRENT')) this.#name();
      this.#words('SET');
      this.#take('word');
      if (this.#isMark('=')) {
        this.#words('ON');
        if (this.#isMark('(')) this.#inParentheses();
      }
      return;
    }
    if (this.#is('ROLE')) {
      this.#name();
      this.#words('ADD', 'MEMBER');
      this.#name();
      return;
    }
    this.#words('LOGIN');
    this.#name();
    if (this.#is('ENABLE')) return;
    this.#words('WITH');
    do this.#loginOption();
    while (this.#isMark(','));
  }

  #loginOption(): void {
    if (this.#is('PASSWORD')) {
      this.#mark('=');
      this.#take('text');
      this.#is('UNLOCK');
      return;
    }
    if (this.#is('CHECK_EXPIRATION')) {
      this.#mark('=');
      this.#words('OFF');
      return;
    }
    this.#words('DEFAULT_DATABASE');
    this.#mark('=');
    this.#name();
  }

  #create(): void {
    if (this.#is('USER')) {
      this.#name();
      this.#words('FOR', 'LOGIN');
      this.#name();
      return;
    }
    this.#is('UNIQUE');
    this.#words('INDEX');
    this.#name();
    this.#words('ON');
    this.#object();
    this.#columns();
  }

  #grant(): void {
    do this.#permission();
    while (this.#isMark(','));
    this.#words('ON');
    this.#securableClass();
    this.#object();
    if (this.#tokens[this.#at]?.text === '(') this.#columns();
    this.#words('TO');
    this.#name();
  }

  #permission(): void {
    const first = this.#take('word').toUpperCase();
    if (permissions.includes(first)) return;
    const ahead = this.#tokens.slice(this.#at, this.#at + 2).map(({ text }) => text.toUpperCase());
    const rest = longPermissions.find((one) => `${first} ${ahead.join(' ')} `.startsWith(`${one} `));
    if (rest === undefined) throw this.#wrong('a permission');
    this.#words(...rest.split(' ').slice(1));
  }

  #securableClass(): void {
    if (this.#is('XML')) {
      this.#words('SCHEMA', 'COLLECTION');
      this.#mark('::');
      return;
    }
    if (this.#is('SYMMETRIC')) {
      this.#words('KEY');
      this.#mark('::');
      return;
    }
    const next = this.#tokens[this.#at];
    if (next?.kind === 'word' && classes.includes(next.text.toUpperCase())) {
      this.#at += 1;
      this.#mark('::');
    }
  }

  #execute(): void {
    this.#object();
    if (this.#ended()) return;
    do {
      if (this.#tokens[this.#at]?.kind === 'variable') {
        this.#at += 1;
        this.#mark('=');
      }
      this.#literal();
    } while (this.#isMark(','));
  }

  /** A query ends at its semicolon; its own tests look into it (queries.test.ts). */
  #query(): void {
    let depth = 0;
    while (!this.#ended()) {
      if (this.#isMark('(')) depth += 1;
      else if (this.#isMark(')')) depth -= 1;
      else this.#at += 1;
      if (depth < 0) throw this.#wrong('a parenthesis that was opened');
    }
    if (depth !== 0) throw this.#wrong('a closing parenthesis');
  }

  /** True for a type of the database's own. */
  #type(): boolean {
    const first = this.#tokens[this.#at];
    if (first?.kind === 'name') {
      this.#at += 1;
      this.#mark('.');
      this.#take('name');
      if (this.#tokens[this.#at]?.text === '(') throw this.#wrong('no length behind a type of its own');
      return true;
    }
    const name = this.#take('word');
    const counts = types[name.toLowerCase()];
    if (counts === undefined) throw this.#wrong(`a type of the system, not ${name}`);
    const given: string[] = [];
    if (this.#isMark('(')) {
      do given.push(this.#is('max') ? 'max' : this.#take('number'));
      while (this.#isMark(','));
      this.#mark(')');
    }
    if (!counts.includes(given.length)) throw this.#wrong(`a length that ${name} takes`);
    const most = longest[name.toLowerCase()];
    const length = Number(given[0]);
    if (most !== undefined && given[0] !== 'max' && !(length >= 1 && length <= most))
      throw this.#wrong(`1 to ${most} characters, or max`);
    return false;
  }

  #columns(): void {
    this.#mark('(');
    do this.#name();
    while (this.#isMark(','));
    this.#mark(')');
  }

  /** `[schema].[name]`, or a name alone. */
  #object(): void {
    this.#name();
    if (this.#isMark('.')) this.#name();
  }

  #name(): void {
    const next = this.#tokens[this.#at];
    if (next?.kind !== 'name' && !(next?.kind === 'word' && ofSystem.has(next.text)))
      throw this.#wrong('a name in brackets');
    this.#at += 1;
  }

  #literal(): void {
    if (this.#is('NULL')) return;
    if (this.#tokens[this.#at]?.kind === 'number') this.#at += 1;
    else this.#take('text');
  }

  #inParentheses(): void {
    while (!this.#isMark(')')) {
      if (this.#ended()) throw this.#wrong('a closing parenthesis');
      this.#at += 1;
    }
  }

  #ended(): boolean {
    const next = this.#tokens[this.#at];
    return next === undefined || next.text === ';';
  }

  #is(word: string): boolean {
    const next = this.#tokens[this.#at];
    if (next?.kind !== 'word' || next.text.toUpperCase() !== word.toUpperCase()) return false;
    this.#at += 1;
    return true;
  }

  #words(...words: readonly string[]): void {
    for (const word of words) if (!this.#is(word)) throw this.#wrong(word);
  }

  #isMark(mark: string): boolean {
    const next = this.#tokens[this.#at];
    if (next?.kind !== 'mark' || next.text !== mark) return false;
    this.#at += 1;
    return true;
  }

  #mark(mark: string): void {
    if (!this.#isMark(mark)) throw this.#wrong(mark);
  }

  #take(kind: Token['kind']): string {
    const next = this.#tokens[this.#at];
    if (next?.kind !== kind) throw this.#wrong(`a ${kind}`);
    this.#at += 1;
    return next.text;
  }

  #wrong(wanted: string): Error {
    const rest = this.#tokens.slice(this.#at, this.#at + 6).map(({ text }) => text);
    return new Error(`expected ${wanted}, at: ${rest.join(' ') || 'the end'}`);
  }
}

/** Commands in remedies that are meant for a query window. */
export function isTransactSql(command: string): boolean {
  return /^(ALTER|GRANT|CREATE|DECLARE|SELECT|EXEC|USE|DENY|REVOKE|INSERT|UPDATE|DELETE|DROP|SET)\b/.test(
    command,
  );
}
