import type { Owner, Step } from '../../../engine/probe.ts';

/** One thing that is not as it should be. `text` stands after the connector's name, in a few words. */
export interface SettingsFault {
  readonly status: 'fail' | 'warn';
  readonly connector?: string;
  readonly text: string;
  readonly fix: Omit<Step, 'command'>;
  /** Where it is mended, when that is not the host's wizard: a file of the host, or nothing of the host at all. */
  readonly place?: 'file' | 'elsewhere';
}

/** A fault that is mended by one step of this owner. */
export function fault(
  status: SettingsFault['status'],
  text: string,
  step: string,
  owner: Owner = 'server',
): SettingsFault {
  return { status, text, fix: { text: step, owner } };
}
