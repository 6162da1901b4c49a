import { plural } from '../../src/base/phrases.ts';
import type { DoctorRow, DoctorView } from '../../src/doctor/view.ts';
import type { Owner } from '../../src/engine/probe.ts';
import { ownerName } from '../../src/results/names.ts';
import type { ExportFormat, ExportScope } from '../commands/screen-actions.ts';
import { useKeyState } from '../hooks/use-key-state.ts';
import { isProblem } from '../list/problems.ts';
import { Choose, type Option } from './choose.tsx';

interface ExportPageProps {
  readonly view: DoctorView;
  /** The row under the cursor: it can be exported alone. */
  readonly row: DoctorRow | undefined;
  readonly formats: readonly ExportFormat[];
  readonly width: number;
  readonly height: number;
  onExport(format: string, scope: ExportScope): void;
  onBack(): void;
}

/** How many rows have a step for each owner. */
function ownerCounts(view: DoctorView): ReadonlyMap<Owner, number> {
  const counts = new Map<Owner, number>();
  for (const row of view.rows.filter(isToDo)) {
    const sides = row.compared?.sides ?? [row];
    const steps = sides.flatMap((side) => side?.remedy?.steps ?? []);
    const owners = new Set(steps.flatMap(({ owner }) => (owner === undefined ? [] : [owner])));
    for (const owner of owners) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  }
  return counts;
}

/** Side by side, what is wrong everywhere is to be done too. */
function isToDo(row: DoctorRow): boolean {
  return row.compared !== undefined || isProblem(row);
}

interface Scoped extends Option {
  readonly scope: ExportScope;
}

/** First what about, then in which format. */
export function ExportPage({ view, row, formats, width, height, onExport, onBack }: ExportPageProps) {
  const [scope, setScope] = useKeyState<ExportScope | undefined>(undefined);
  const checks = view.rows.filter(({ server }) => server === undefined);
  const scopes: readonly Scoped[] = [
    { id: 'all', label: 'Everything', hint: plural(checks.length, 'row', 'rows'), scope: { kind: 'all' } },
    // A server is no row of the report.
    ...(row === undefined || row.server !== undefined
      ? []
      : [{ id: 'row', label: `Only: ${row.title}`, scope: { kind: 'row' as const, id: row.id } }]),
    ...[...ownerCounts(view)].map(([owner, count]) => ({
      id: `owner:${owner}`,
      label: `Ticket for the ${ownerName(owner)}`,
      hint: plural(count, 'row', 'rows'),
      scope: { kind: 'owner' as const, owner },
    })),
  ];
  if (scope === undefined) {
    return (
      <Choose
        key="scope"
        title="Export: what about?"
        options={scopes}
        width={width}
        height={height}
        onTake={(id) => setScope(scopes.find((each) => each.id === id)?.scope)}
        onBack={onBack}
      />
    );
  }
  return (
    <Choose
      key="format"
      title="Export: in which format?"
      options={formats}
      width={width}
      height={height}
      onTake={(format) => onExport(format, scope)}
      onBack={() => setScope(undefined)}
    />
  );
}
