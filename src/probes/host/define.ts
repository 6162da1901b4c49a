import type { Facts, FactsToken } from '../../engine/facts.ts';
import { untilInstalled } from '../common/not-run.ts';
import { defineProbe, type ProbeDefinition, type ProbeDescription } from '../define.ts';
import { hostInstalled } from './installed/facts.ts';

type HostDescription<F extends Facts> = Omit<ProbeDescription<F>, 'seconds' | 'mayBeRefused'> & {
  readonly seconds?: number;
};

/** A probe that asks Windows about the connector host: its facts depend on where the host is. */
export function defineHostProbe<F extends Facts>(
  token: FactsToken<F>,
  description: HostDescription<F>,
): ProbeDefinition {
  return defineProbe<F>(token, {
    seconds: 30,
    dependsOn: ({ settings }) => settings.host,
    mayBeRefused: true,
    ...description,
  });
}

/** One that only an installed host gives an answer to. */
export function defineInstalledHostProbe<F extends Facts>(
  token: FactsToken<F>,
  description: Omit<HostDescription<F>, 'needs' | 'notApplicable'>,
): ProbeDefinition {
  return defineHostProbe<F>(token, {
    ...description,
    needs: [hostInstalled],
    notApplicable: untilInstalled,
  });
}
