import { levels } from '../../../requirements/requirement.ts';
import { untilInstalled } from '../../common/not-run.ts';
import { hostInstalled } from '../../host/installed/facts.ts';
import { defineLibraryProbe } from '../define.ts';
import { collectFiles } from './collect.ts';
import { connectorFiles } from './facts.ts';
import { judgeFiles } from './judge.ts';

const wanting: readonly string[] = ['generic-powershell', 'web-services'];

/** Of the two of Microsoft's connectors that want files of the site's own beside their library. */
export const connectorFilesProbe = defineLibraryProbe(
  connectorFiles,
  {
    title: 'Its files lie at the host',
    levels: levels('not-applicable', 'required'),
    requirements: ['PSC-01', 'WS-01', 'WS-02'],
    needs: [hostInstalled],
    notApplicable: (scope, facts) =>
      scope.connector !== undefined && !wanting.includes(scope.connector.library)
        ? 'this connector reads no files of its own at the host'
        : untilInstalled(scope, facts),
    collect: collectFiles,
    judge: judgeFiles,
  },
  true,
);
