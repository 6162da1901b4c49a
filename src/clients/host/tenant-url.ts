import { requirement } from '../../requirements/index.ts';

/** The address of a connector as it must stand in the application, upper and lower case included. */
export function tenantUrlOf(name: string, port: number): string {
  // A function: a name may hold `$&`, which replace() would read.
  return requirement('HOST-13')
    .values.url.replace('{port}', String(port))
    .replace('{name}', () => encodeURIComponent(name));
}

/** What is wrong with a tenant URL, in a few words. Which of its host's names is used does not matter. */
export function urlTrouble(given: string, name: string, port: number): string | undefined {
  const url = new URL(given);
  const want = new URL(tenantUrlOf(name, port));
  if (url.protocol !== want.protocol) return 'is not https';
  if (portOf(url) !== port) return `has port ${portOf(url)}, not ${port}`;
  const path = url.pathname.replace(/\/$/, '');
  if (path === want.pathname) return undefined;
  return path.toLowerCase() === want.pathname.toLowerCase()
    ? 'differs in case'
    : `has the path ${path === '' ? '/' : path}`;
}

export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}
