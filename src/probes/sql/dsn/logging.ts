import { listening, running } from '../../../clients/odbc/keywords.ts';
import type { FileDsn } from '../../../formats/dsn/file-dsn.ts';
import { by } from '../../common/fix.ts';
import { isYes } from './account.ts';
import { type DsnFault, warns } from './fault.ts';

export function loggingFaults({ keys }: FileDsn): DsnFault[] {
  const isOn = (name: string) => {
    const value = keys[name]?.trim() ?? '';
    return value === 'set' || isYes(value) || /^(on|[1-9]\d*)$/i.test(value);
  };
  const logs = listening.filter(isOn);
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
