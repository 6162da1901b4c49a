import { adviceOnWay } from './advice.ts';
import type { WizardCore } from './core.ts';
import type { Draft } from './draft.ts';
import type { TrustStep } from './trust-step.ts';
import { connectorsOf, judgeWays, waysOf } from './ways.ts';

/** A name alone leaves several ways open: all are tried, the best is taken. Tells whether the answer is taken. */
export async function tryAddress(core: WizardCore, trust: TrustStep, value: string): Promise<boolean> {
  const ways = waysOf(value);
  const ids = ways.flatMap(({ name }) => ['reach', 'tls', 'server-kind'].map((row) => `ldap.${row}@${name}`));
  const asWays: Draft = { ...core.draft, done: connectorsOf(ways), current: {} };
  const rows = await core.run(ids, false, asWays);
  if (rows === undefined) return false;
  const { way, worth, findings, kind, secured } = judgeWays(ways, rows);
  const chosen = way ?? ways[0];
  if (chosen !== undefined) core.progress.note({ url: chosen.url, startTls: chosen.startTls ? 'yes' : 'no' });
  trust.seen(worth === 'untrusted' ? secured : undefined);
  if (worth === 'untrusted') core.progress.note({ trust: 'wanted' });
  const content = worth === 'trusted' || (worth === 'clear' && findings.every(({ mark }) => mark !== 'warn'));
  core.progress.end('address', { mark: content ? 'good' : 'warn', end: kind });
  return content || core.show({ value, findings, advice: adviceOnWay({ way, worth }) });
}
