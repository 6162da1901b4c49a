import { catalogue } from '../probes/index.ts';
import { listJson, listText } from '../report/list.ts';
import { defaultSettings } from '../settings/schema.ts';

/** `--list`: every probe there is, with nothing read or asked. */
export async function tellList(json: boolean): Promise<string> {
  const probes = catalogue(defaultSettings);
  return json ? listJson(probes) : listText(probes);
}
