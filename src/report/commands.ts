import type { ReportInput } from './input.ts';

/** The command that looks at these probes alone, with the `.ecmarc` that was named for it. */
export function lookAgain(ids: readonly string[], input: NamedConfig): string {
  return `ecma-doctor ${withConfig(input)}--only ${argument(ids.join(','))}`;
}

type NamedConfig = Pick<ReportInput, 'configPath' | 'configNamed'>;

/** The option that names `.ecmarc` again, and a space; nothing where it was found by searching. */
export function withConfig({ configPath, configNamed }: NamedConfig): string {
  return configNamed === true && configPath !== undefined ? `--config ${argument(configPath)} ` : '';
}

/** An argument as every shell takes it. PowerShell makes two of `a,b` without quotes. */
export function argument(text: string): string {
  return /^[\w.@:\\/-]+$/.test(text) ? text : `"${text}"`;
}
