import { clean } from '../../base/text.ts';

/** Of a name in DNS (RFC 1035, 2.3.4), and far over one of Windows. */
const longest = 63;

interface Named {
  readonly file: string;
  readonly host: { readonly name: string };
}

/** A short name for each report: its host's; where two are the same, with the file's name or its whole path. */
export function labelsOf(reports: readonly Named[]): readonly string[] {
  const hosts = reports.map(({ host, file }) => clean(host.name).trim().slice(0, longest) || nameOf(file));
  const withName = made(hosts, (host, index) => `${host} (${nameOf(reports[index]?.file ?? '')})`);
  const withPath = made(withName, (_, index) => `${hosts[index]} (${clean(reports[index]?.file ?? '')})`);
  return made(withPath, (label, index) => `${label} #${index + 1}`);
}

/** The labels, those that stand more than once made anew. */
function made(labels: readonly string[], make: (label: string, index: number) => string): readonly string[] {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(key(label), (counts.get(key(label)) ?? 0) + 1);
  return labels.map((label, index) => ((counts.get(key(label)) ?? 0) > 1 ? make(label, index) : label));
}

function key(label: string): string {
  return label.toLowerCase();
}

function nameOf(file: string): string {
  return clean(file.split(/[\\/]/).at(-1) ?? file);
}
