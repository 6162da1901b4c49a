import type { FileDsn } from '../../../formats/dsn/file-dsn.ts';
import { by } from '../../common/fix.ts';
import { isYes } from './account.ts';
import { type DsnFault, warns } from './fault.ts';

/** Keywords by which drivers write down what they do, or run statements of their own (decisions: File DSN). */
const logging = [
  'COMMLOG',
  'DEBUG',
  'TRACE',
  'TRACELEVEL',
  'TRACEFILE',
  'LOGFILE',
  'QUERYLOG_ON',
  'STATSLOG_ON',
];
const running = ['CONNSETTINGS', 'INITSTMT', 'INIT_COMMAND'];

export function loggingFaults({ keys }: FileDsn): DsnFault[] {
  const isOn = (name: string) => {
    const value = keys[name]?.trim() ?? '';
    return value === 'set' || isYes(value) || /^(on|[1-9]\d*)$/i.test(value);
  };
  const logs = logging.filter(isOn);
  const runs = running.filter(isOn);
  return [
    ...(logs.length === 0
      ? []
      : [
          warns(
            `it writes a log: ${logs.join(', ')}`,
            'With these keywords the driver writes statements, names and values of people into files of the server.',
            by.server(`Delete from the DSN: ${logs.join(', ')}`),
          ),
        ]),
    ...(runs.length === 0
      ? []
      : [
          warns(
            `it runs statements of its own: ${runs.join(', ')}`,
            'The driver runs them at each log-in, before anything of the connector.',
            by.server(`Look at what they do, and delete from the DSN what is not needed: ${runs.join(', ')}`),
          ),
        ]),
  ];
}
