import { homedir, userInfo } from 'node:os';
import { isAbsolute, parse } from 'node:path';

/**
 * The home folder of who runs this. A service manager or cron may set an empty or relative HOME, which would mean the
 * current folder: answers and refusals that lie there may be anybody's.
 */
export function homeFolder(): string {
  const homes = [homedir, () => userInfo().homedir];
  for (const home of homes) {
    try {
      const folder = home();
      if (isAbsolute(folder)) return folder;
    } catch {
      // An account that the system does not list has none.
    }
  }
  return parse(process.execPath).root;
}
