import type { SecretUse } from '../engine/probe.ts';
import type { Doctor, DoctorView } from './view.ts';

/** A doctor of saved results: it judges and shows, runs nothing, asks nothing and keeps nothing. */
export abstract class ReadOnlyDoctor implements Doctor {
  abstract view(): DoctorView;
  abstract subscribe(listener: () => void): () => void;
  abstract setProfile(profile: string): void;
  /** Says why it does not do what was asked. */
  protected abstract refuse(): void;

  start(): void {}

  settled(): Promise<void> {
    return Promise.resolve();
  }

  retry(): void {
    this.refuse();
  }

  retryNotPassed(): void {
    this.refuse();
  }

  retryAll(): void {
    this.refuse();
  }

  watch(): undefined {
    this.refuse();
    return undefined;
  }

  confirm(): void {
    this.refuse();
  }

  waive(): void {
    this.refuse();
  }

  decline(): void {}

  cancel(): Promise<void> {
    return Promise.resolve();
  }

  wanted(): readonly SecretUse[] {
    return [];
  }

  give(): void {}

  saveNow(): void {}

  close(): Promise<void> {
    return Promise.resolve();
  }
}
