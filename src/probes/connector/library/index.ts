import type { FactsReader } from '../../../engine/facts.ts';
import { levels } from '../../../requirements/requirement.ts';
import { hostInstalled } from '../../host/installed/facts.ts';
import { serverOs } from '../../server/os.ts';
import { defineLibraryProbe, inspectOnce } from '../define.ts';
import { builtInName } from '../places.ts';
import { connectorLibrary } from './facts.ts';
import { judgeLibrary } from './judge.ts';
import { noConnector } from './words.ts';

/** Is the library there, and a .NET assembly? */
export const connectorLibraryProbe = defineLibraryProbe(connectorLibrary, {
  title: 'Connector library',
  levels: levels('required', 'required'),
  requirements: ['CON-10', 'CON-11', 'CON-15'],
  needs: [],
  uses: [hostInstalled],
  notApplicable: ({ connector }, facts) =>
    connector !== undefined && builtInName(connector) !== undefined ? untilHostBringsIt(facts) : undefined,
  notConfigured: ({ connector, settings }) => (connector === undefined ? noConnector(settings) : undefined),
  async collect(context) {
    const { assembly, ...look } = await inspectOnce(context);
    if (assembly === undefined) return { usable: false, look };
    const { classes: _c, references: _r, ecma: _e, missing: _m, setsDelta: _s, ...kept } = assembly;
    return { usable: true, look: { ...look, assembly: kept } };
  },
  judge: judgeLibrary,
});

/** Microsoft's own libraries come with the host: before it is there, there is nothing to read. */
function untilHostBringsIt(facts: FactsReader): string | undefined {
  const elsewhere = facts.of(serverOs)?.usable === false || facts.of(hostInstalled)?.installed === false;
  return elsewhere ? 'comes with the host, not installed yet' : undefined;
}
