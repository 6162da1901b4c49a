import { Text } from 'ink';
import { type ComponentType, useEffect, useState } from 'react';
import type { WizardSession } from '../../src/wizard/view.ts';
import type { WizardPageProps } from './wizard-page.tsx';

interface LazyProps extends Omit<WizardPageProps, 'session'> {
  open(): Promise<WizardSession>;
  onFault(text: string): void;
}

interface Loaded {
  readonly Page: ComponentType<WizardPageProps>;
  readonly session: WizardSession;
}

/** The wizard, loaded when it is asked for: the first picture needs nothing of it. */
export function LazyWizard({ open, onFault, ...props }: LazyProps) {
  const [loaded, setLoaded] = useState<Loaded>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useEffect(() => {
    let gone = false;
    Promise.all([import('./wizard-page.tsx'), open()]).then(
      ([{ WizardPage: Page }, session]) => {
        if (!gone) setLoaded({ Page, session });
      },
      (error: unknown) => onFault(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      gone = true;
    };
  }, []);
  if (loaded === undefined) return <Text> The questions are being loaded</Text>;
  return <loaded.Page {...props} session={loaded.session} />;
}
