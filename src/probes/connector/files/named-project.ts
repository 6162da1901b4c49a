import type { WizardBoxes } from '../../../formats/host-xml/configuration.ts';
import { requirement } from '../../../requirements/index.ts';

const { extension } = requirement('WS-01').values;

/** The project that the configuration names; each where it names none. */
export function isOfNamedProject(name: string, boxes: WizardBoxes | undefined): boolean {
  const project = boxes?.project?.toLowerCase();
  return project === undefined || [project, `${project}${extension}`].includes(name.toLowerCase());
}
