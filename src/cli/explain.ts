import { clean } from '../base/text.ts';
import { catalogue } from '../probes/index.ts';
import { explainedJson, explainedText, explainProbe, explainRequirement } from '../report/explain.ts';
import { requirements } from '../requirements/index.ts';
import { defaultSettings } from '../settings/default-settings.ts';
import { didYouMean, suggest } from '../settings/suggest.ts';

/** `--explain ID`: a probe (with or without a connector behind it) or a requirement, with nothing read or asked. */
export function explain(given: string, json: boolean): { readonly ok: boolean; readonly text: string } {
  const probes = catalogue(defaultSettings);
  const [id = given] = given.trim().split('@');
  const same = (one: { readonly id: string }): boolean => one.id.toLowerCase() === id.toLowerCase();
  const probe = probes.find(same);
  const requirement = requirements.find(same);
  const explained =
    probe !== undefined
      ? explainProbe(probe, requirements)
      : requirement && explainRequirement(requirement, probes);
  if (explained === undefined) {
    const close = suggest(
      id,
      [...probes, ...requirements].map((one) => one.id),
    );
    const hint = didYouMean(close);
    const names = '(--list names the checks, each with its requirements)';
    const message = clean(`ecma-doctor: --explain ${given}: no such check or requirement${hint} ${names}`);
    return { ok: false, text: `${message}\n` };
  }
  return { ok: true, text: json ? explainedJson(explained) : explainedText(explained) };
}
