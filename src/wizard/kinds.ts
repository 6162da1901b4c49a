import { type Engine, engines } from '../settings/schema.ts';

/** Answers by key; `kind` is `ldap`, `custom` or an engine. */
export type Answers = Readonly<Record<string, string>>;

export function engineOf({ kind }: Answers): Engine | undefined {
  return engines.find((one) => one === kind);
}
