import { defined } from '../../../base/defined.ts';
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

/** Faults as they are found, of one connector or of the host as a whole. */
export class FaultList {
  readonly all: SettingsFault[] = [];
  readonly #connector: string | undefined;

  constructor(connector?: string) {
    this.#connector = connector;
  }

  /** `step` mends it; null: not a step of any one owner. */
  add(
    status: SettingsFault['status'],
    text: string,
    step: string,
    owner: Owner | null = 'server',
    place?: SettingsFault['place'],
  ): void {
    const fix = { text: step, ...defined({ owner: owner ?? undefined }) };
    this.all.push({ ...defined({ connector: this.#connector }), status, text, fix, ...defined({ place }) });
  }

  fail(text: string, step: string, owner?: Owner | null, place?: SettingsFault['place']): void {
    this.add('fail', text, step, owner, place);
  }

  warn(text: string, step: string, owner?: Owner | null, place?: SettingsFault['place']): void {
    this.add('warn', text, step, owner, place);
  }
}
