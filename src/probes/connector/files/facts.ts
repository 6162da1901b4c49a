import type { Facts } from '../../../engine/facts.ts';
import type { WizardBoxes } from '../../../formats/host-xml/configuration.ts';
import type { ServiceAddress } from '../../../formats/wsconfig/project.ts';
import type { Problem } from '../../../platform/types.ts';
import { factsToken } from '../../token.ts';

/** One file or folder that the connector wants at the host. */
export type Place = {
  readonly path: string;
  readonly wanted: 'file' | 'folder';
  /** `busy`: another program has it open for itself. */
  readonly state: 'file' | 'folder' | 'other' | 'absent' | 'denied' | 'busy' | 'failed';
  readonly problem?: Problem;
  /** Why what it holds is not what it should be, in words. */
  readonly fault?: string;
};

export interface FilesFacts extends Facts {
  readonly kind: 'powershell' | 'web-services';
  readonly folder: Place;
  /** Schema.xml, MAData and its file; or each .wsconfig. */
  readonly places: readonly Place[];
  /** What the host's configuration says of this connector, where it could be read. */
  readonly boxes?: WizardBoxes;
  /** Web services: where the projects and the configuration say that the services are. */
  readonly services: readonly ServiceAddress[];
}

export const connectorFiles = factsToken<FilesFacts>('connector', 'files');
