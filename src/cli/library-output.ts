import { hush, learnSecret } from '../base/hush.ts';
import { say } from '../report/log-text.ts';

/** Switches by which the libraries in the program begin to tell what they do: addresses with passwords, headers, answers. */
const switches = ['DEBUG', 'AZURE_LOG_LEVEL', 'LOG_TOKENS', 'LOG_STREAM', 'READABLE_STREAM', 'NODE_DEBUG'];

/**
 * Nothing that a library says of itself leaves the program as it is: their switches are taken away before one is loaded, and
 * what Node's own (`NODE_DEBUG`, heeded before this program begins) writes loses every secret and every command.
 * `stderr`: what our own writing goes through stays as it was, by the function that is given back.
 */
export function silenceLibraries(
  env: NodeJS.ProcessEnv,
  stderr: Pick<NodeJS.WriteStream, 'write'>,
): (text: string) => boolean {
  for (const name of switches) delete env[name];
  learnProxyPasswords(env);
  const write = stderr.write.bind(stderr) as (text: string, done?: () => void) => boolean;
  stderr.write = (chunk: string | Uint8Array, ...rest: readonly unknown[]): boolean => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    const done = rest.find((one): one is () => void => typeof one === 'function');
    return write(hush(say(text, true)), done);
  };
  return write;
}

/** `http://user:password@proxy`: used only where no better way is told, but any library may read it. */
function learnProxyPasswords(env: NodeJS.ProcessEnv): void {
  for (const [name, value = ''] of Object.entries(env)) {
    if (!/^(?:https?|all|ftp|npm_config_\w*)_?proxy$/i.test(name)) continue;
    const password = /^(?:[a-z][a-z\d+.-]*:\/\/)?[^/?#:@]*:([^/?#]*)@/i.exec(value)?.[1] ?? '';
    learnSecret(password);
    try {
      learnSecret(decodeURIComponent(password));
    } catch {
      // Its per cent signs mean themselves.
    }
  }
}
