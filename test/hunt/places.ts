import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where a secret could come out, and whether it did. */

/** Ways in which a peer may say again what it was sent. */
export const spellings: Readonly<Record<string, (secret: string) => string>> = {
  plain: (secret) => secret,
  capitals: (secret) => secret.toUpperCase(),
  json: (secret) => JSON.stringify(secret),
  address: (secret) => encodeURIComponent(secret),
  'every byte of an address': (secret) =>
    bytesOf(secret)
      .map((byte) => `%${byte}`)
      .join(''),
  xml: (secret) => [...secret].map((one) => `&#x${one.codePointAt(0)?.toString(16)};`).join(''),
  filter: (secret) =>
    bytesOf(secret)
      .map((byte) => `\\${byte}`)
      .join(''),
  base64: (secret) => Buffer.from(secret).toString('base64'),
  'base64 behind a name': (secret) => Buffer.from(`svc:${secret}`).toString('base64'),
  'base64 of UTF-16': (secret) => Buffer.from(secret, 'utf16le').toString('base64'),
  hexadecimal: (secret) => bytesOf(secret).join(''),
  'two lines': (secret) => `${secret.slice(0, 6)}\r\n ${secret.slice(6)}`,
  'nobody sees what is between': (secret) => [...secret].join('\u200b'),
  'zeros between': (secret) => [...secret].join('\u0000'),
  'colours between': (secret) => [...secret].join('\u001b[31m'),
  'fillers between': (secret) => [...secret].join('\u3164'),
};

function bytesOf(text: string): readonly string[] {
  return [...Buffer.from(text)].map((byte) => byte.toString(16).padStart(2, '0'));
}

/**
 * What of a secret stands in a text, and how it is spelled there; empty where nothing does. It knows nothing of how the
 * program hushes: it undoes spellings and looks.
 */
export function found(text: string, secret: string): readonly string[] {
  const wanted = secret.toLowerCase();
  const readings: Readonly<Record<string, string>> = {
    'as it is': text,
    'out of JSON': text.replace(/\\u([\da-f]{4})/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    ),
    'out of an address': text.replace(/%(?:25)*([\da-f]{2})/gi, (_, code: string) => fromHex(code)),
    'out of XML': text.replace(/&(?:amp;)?#x([\da-f]+);/gi, (_, code: string) => fromHex(code)),
    'out of a filter': text.replace(/\\+([\da-f]{2})/gi, (_, code: string) => fromHex(code)),
    'out of colours': text.replace(/(?:\\u001b|[^\x20-\x7e])\[[\d;]*m/gi, ''),
    'out of lines': text.replace(/(?:\r|\n|\\r|\\n|[^\x21-\x7e]|\\u[\da-f]{4})+/gi, ''),
  };
  const seen = Object.entries(readings).flatMap(([how, read]) =>
    read.toLowerCase().includes(wanted) ? [how] : [],
  );
  const codes = [Buffer.from(secret), Buffer.from(secret, 'utf16le')].flatMap((bytes) => [
    bytes.toString('hex'),
    ...[0, 1, 2].map((before) => {
      const all = Buffer.concat([Buffer.alloc(before), bytes])
        .toString('base64')
        .replace(/=+$/, '');
      return all.slice(before === 0 ? 0 : before + 1, -1);
    }),
  ]);
  return [
    ...seen,
    ...codes.flatMap((code) => (text.toLowerCase().includes(code.toLowerCase()) ? [`as ${code}`] : [])),
  ];
}

function fromHex(code: string): string {
  return String.fromCharCode(Number.parseInt(code, 16));
}

/** All that lies in a folder, by its name. */
export function filesIn(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path, readFileSync(path, 'latin1')];
      }),
  );
}

/** What `/proc` shows of a program and of all that it starts while it runs. */
export class ProcessWatch {
  readonly #root: number;
  readonly #seen = new Map<string, string>();
  readonly #timer: NodeJS.Timeout;
  readonly #children = new Set<number>();

  constructor(root: number) {
    this.#root = root;
    this.#timer = setInterval(() => this.#look(), 4);
  }

  /** Arguments of all, environment of those that the program itself started; and how many these were. */
  stop(): { readonly texts: Readonly<Record<string, string>>; readonly children: number } {
    clearInterval(this.#timer);
    return { texts: Object.fromEntries(this.#seen), children: this.#children.size };
  }

  #look(): void {
    const parents = new Map<number, number>();
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      const stat = read(`/proc/${name}/stat`);
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      if (Number.isInteger(parent)) parents.set(Number(name), parent);
    }
    const belongs = (pid: number): boolean => {
      for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at))
        if (at === this.#root) return true;
      return false;
    };
    const own = read(`/proc/${this.#root}/cmdline`);
    for (const pid of parents.keys()) {
      if (!belongs(pid)) continue;
      const line = read(`/proc/${pid}/cmdline`);
      this.#note(`arguments of ${pid}`, line);
      // Until it is another program, what was forked is still the doctor itself.
      if (pid === this.#root || line === own || line === '') continue;
      this.#children.add(pid);
      this.#note(`environment of ${pid}`, read(`/proc/${pid}/environ`));
    }
  }

  #note(what: string, text: string): void {
    if (text !== '' && !(this.#seen.get(what) ?? '').includes(text))
      this.#seen.set(what, `${this.#seen.get(what) ?? ''}\n${text}`);
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
