import { readdirSync, readlinkSync } from 'node:fs';
import { stat } from 'node:fs/promises';

const folder = '/proc/self/fd';

/**
 * Files, folders, sockets and pipes of this process, whoever opened them, as Linux tells: each by its number and what it
 * leads to. Behind what is just being opened: that waits for the same threads as the question before.
 */
export async function openDescriptors(): Promise<ReadonlySet<string>> {
  if (process.platform !== 'linux') return new Set();
  for (let times = 0; times < 3; times += 1) await stat(folder);
  return new Set(readdirSync(folder).flatMap(describe));
}

function describe(number: string): readonly string[] {
  try {
    return [`descriptor ${number}: ${readlinkSync(`${folder}/${number}`)}`];
  } catch {
    // That of the list itself.
    return [];
  }
}

/** Those that were not there before, and stay: what is closing has some seconds for it. */
export async function descriptorsLeft(before: ReadonlySet<string>): Promise<readonly string[]> {
  for (let tries = 0; ; tries += 1) {
    const more = [...(await openDescriptors())].filter((one) => !before.has(one));
    if (more.length === 0 || tries === 200) return more;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
