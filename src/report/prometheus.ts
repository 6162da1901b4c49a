import { clean } from '../base/text.ts';
import { doFirst } from '../results/do-first.ts';
import { isPartial } from '../results/readiness.ts';
import { countByStatus } from '../results/tally.ts';
import type { ReportInput } from './input.ts';

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number }[];
}

/**
 * Prometheus' text format (exposition formats, version 0.0.4), for a textfile collector: how the run ended, in numbers. No
 * finding stands in it: labels with text of peers would be series without end. Each series bears its host: files of several
 * servers may lie in one collector's folder, where two series alike would spoil them all.
 */
export function writePrometheus(input: ReportInput): string {
  return metricsOf(input)
    .map((metric) => textOf(metric, input.host.name))
    .join('');
}

function metricsOf(input: ReportInput): readonly Metric[] {
  const { rows, causes, profile, tool, readyByProfile } = input;
  const things = doFirst(rows, causes);
  const recommended = things.filter((thing) => thing.recommended).length;
  const one = (name: string, help: string, value: number): Metric => ({ name, help, samples: [{ value }] });
  return [
    {
      name: 'info',
      help: 'The run: 1, with its labels.',
      samples: [{ labels: { version: tool.version, profile }, value: 1 }],
    },
    {
      name: 'ready',
      help: 'Is the server ready, by profile? Of the chosen checks only where partial is 1.',
      samples: Object.entries(readyByProfile).map(([name, ready]) => ({
        labels: { profile: name },
        value: Number(ready),
      })),
    },
    one('partial', 'Were checks left out?', Number(isPartial(rows))),
    one('exit_code', 'Exit code of the run.', input.exitCode),
    {
      name: 'checks',
      help: 'Checks by status.',
      samples: Object.entries(countByStatus(rows)).map(([status, value]) => ({ labels: { status }, value })),
    },
    one('causes', 'Root causes that keep the server from being ready.', things.length - recommended),
    one('recommendations', 'Root causes that keep nobody from being ready.', recommended),
    one('finished_timestamp_seconds', 'When the run ended.', secondsOf(input.finishedAt)),
    one('duration_seconds', 'How long the run took.', input.durationMs / 1000),
  ];
}

function secondsOf(time: string): number {
  return Math.floor(Date.parse(time) / 1000);
}

function textOf({ name, help, samples }: Metric, host: string): string {
  const full = `ecma_doctor_${name}`;
  const lines = samples.map(({ labels = {}, value }) => {
    const inside = Object.entries({ host, ...labels }).map(([label, text]) => `${label}="${labelOf(text)}"`);
    return `${full}{${inside.join(',')}} ${Number.isNaN(value) ? 'NaN' : value}\n`;
  });
  return `# HELP ${full} ${help}\n# TYPE ${full} gauge\n${lines.join('')}`;
}

function labelOf(text: string): string {
  return clean(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}
