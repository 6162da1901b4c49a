import { defined } from '../base/defined.ts';
import { plural } from '../base/phrases.ts';
import type { Row } from '../results/row.ts';
import { isFolded, likenessName, type Side, worstSide } from '../results/side-by-side/likeness.ts';
import type {
  ComparedRow,
  ComparedServer,
  ServerComparison,
} from '../results/side-by-side/server-comparison.ts';
import { sharedValues, sideFinding, sideState } from '../results/side-by-side/side-facts.ts';
import { countByStatus } from '../results/tally.ts';
import { otherProfile, type ProfileName, profiles } from '../settings/profiles.ts';
import { ReadOnlyDoctor } from './read-only-doctor.ts';
import type { DoctorRow, DoctorView } from './view.ts';

export interface ComparisonOptions {
  readonly tool: { readonly name: string; readonly version: string };
  readonly profile: ProfileName;
  /** The reports side by side, judged by this profile. */
  compare(profile: ProfileName): ServerComparison;
}

/** Servers that stand before the differences; more would push those off the window. */
const mostServersFirst = 4;

/** The doctor of several saved reports: one row a check, with what each server says of it. */
export class ComparisonDoctor extends ReadOnlyDoctor {
  readonly #options: ComparisonOptions;
  readonly #listeners = new Set<() => void>();
  #profile: ProfileName;
  #compared: ServerComparison;
  #view: DoctorView;

  constructor(options: ComparisonOptions) {
    super();
    this.#options = options;
    this.#profile = options.profile;
    this.#compared = options.compare(this.#profile);
    this.#view = this.#make();
  }

  /** As it is shown now. */
  get compared(): ServerComparison {
    return this.#compared;
  }

  view(): DoctorView {
    return this.#view;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  setProfile(profile: string): void {
    if (profile === this.#profile) return;
    this.#profile = otherProfile(this.#profile);
    this.#compared = this.#options.compare(this.#profile);
    this.#view = this.#make();
    for (const listener of [...this.#listeners]) listener();
  }

  /** The screen says it of all saved results. */
  protected override refuse(): void {}

  #make(): DoctorView {
    const { tool } = this.#options;
    const compared = this.#compared;
    const { servers, profile } = compared;
    const ofServers = servers.map((server, index) => serverRow(server, index, profile));
    const ofChecks = compared.rows.map((row) => checkRow(row, compared));
    const rows =
      servers.length <= mostServersFirst ? [...ofServers, ...ofChecks] : [...ofChecks, ...ofServers];
    const times = servers.map(({ startedAt, finishedAt }) => ({ startedAt, finishedAt }));
    return {
      tool,
      host: {
        name: plural(servers.length + compared.notSeen.length, 'server', 'servers'),
        os: '',
        platform: '',
      },
      profile,
      otherProfile: otherProfile(this.#profile),
      rows,
      counts: countByStatus(ofChecks),
      ready: compared.ready,
      readyByProfile: compared.readyByProfile,
      setAside: Object.fromEntries(
        profiles.map((name) => [name, servers.reduce((sum, { setAside }) => sum + (setAside[name] ?? 0), 0)]),
      ),
      exitCode: compared.exitCode,
      words: compared.words,
      causes: [],
      notices: compared.cautions.map((text) => ({ kind: 'warn', text })),
      busy: false,
      readOnly: true,
      compared,
      startedAt: times.map(({ startedAt }) => startedAt).sort()[0] ?? '',
      finishedAt:
        times
          .map(({ finishedAt }) => finishedAt)
          .sort()
          .at(-1) ?? '',
    };
  }
}

const bare = {
  levels: {},
  requirements: [],
  source: '',
  evidence: [],
  attempts: [],
  deadlineMs: 0,
  answerable: false,
  lockout: false,
} as const satisfies Partial<Row>;

function serverRow(server: ComparedServer, index: number, profile: string): DoctorRow {
  const status = server.ready ? 'pass' : 'fail';
  return {
    ...bare,
    id: `from:${index + 1}`,
    title: server.label,
    area: 'servers',
    level: 'info',
    status,
    message: server.words,
    otherVerdict: { profile, status, message: server.words },
    heading: { name: 'SERVERS', folded: false },
    server,
  };
}

/** Filter, ticket and copy look at the row of the server that fares worst. */
function checkRow(row: ComparedRow, { servers, profile }: ServerComparison): DoctorRow {
  const worst = worstSide(row.sides);
  const { id, title, area, connector } = row;
  const status = worst?.status ?? 'skipped';
  const message = messageOf(row, worst, servers);
  return {
    ...bare,
    id,
    title,
    area,
    ...defined({ connector }),
    level: worst?.level ?? 'info',
    levels: worst?.levels ?? {},
    requirements: worst?.requirements ?? [],
    source: worst?.source ?? '',
    status,
    message,
    ...defined({ remedy: worst?.remedy }),
    otherVerdict: { profile, status, message },
    heading: {
      name: likenessName(row.likeness, servers.length).toUpperCase(),
      folded: isFolded(row.likeness),
    },
    compared: row,
  };
}

/** "FAIL on SRV2: 4.6.2 found"; the finding alone where all say the same. */
function messageOf(row: ComparedRow, worst: Side, servers: readonly ComparedServer[]): string {
  const states = sharedValues(row.sides.map(sideState), servers);
  if (states.length === 1) return sideFinding(worst);
  const { labels = [] } = states.find(({ value }) => value === sideState(worst)) ?? {};
  const where = labels.length > 2 ? `${labels.length} servers` : labels.join(', ');
  return `${sideState(worst)} on ${where}: ${sideFinding(worst)}`;
}
