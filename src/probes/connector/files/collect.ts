import { defined } from '../../../base/defined.ts';
import { inHost, readHostFile } from '../../../clients/host/files.ts';
import { fileKind } from '../../../formats/file-kind.ts';
import { readConfiguration, type WizardBoxes } from '../../../formats/host-xml/configuration.ts';
import { readAnyXml } from '../../../formats/host-xml/document.ts';
import { readProject, type ServiceAddress } from '../../../formats/wsconfig/project.ts';
import { pathsOf } from '../../../platform/paths.ts';
import type { Problem } from '../../../platform/types.ts';
import { requirement } from '../../../requirements/index.ts';
import type { CollectContext } from '../../define.ts';
import type { FilesFacts, Place } from './facts.ts';
import { isOfNamedProject } from './named-project.ts';

const { schema, data } = requirement('PSC-01').values;
const { extension, folder: projects } = requirement('WS-01').values;

/** A project holds assemblies too: a few MB. */
const mostProject = 32 * 1024 * 1024;
const mostProjects = 10;
const mostSchema = 1024 * 1024;

export async function collectFiles(context: CollectContext, signal: AbortSignal): Promise<FilesFacts> {
  const { connector } = context.scope;
  if (connector === undefined) throw new Error('there is no connector');
  const configuration = await readHostFile(
    context,
    requirement('HOST-14').values.file,
    readConfiguration,
    signal,
  );
  const its =
    configuration.state === 'read'
      ? configuration.value.connectors.find(({ name }) => name.toLowerCase() === connector.name.toLowerCase())
      : undefined;
  return connector.library === 'web-services'
    ? webServices(context, its?.boxes, signal)
    : powershell(context, its?.boxes, signal);
}

async function powershell(
  context: CollectContext,
  boxes: WizardBoxes | undefined,
  signal: AbortSignal,
): Promise<FilesFacts> {
  const at = (below: string) => inHost(context.settings, below);
  const places = [
    await checked(
      context,
      await placeAt(context, at(schema), 'file', signal),
      mostSchema,
      signal,
      (bytes) => {
        const read = readAnyXml(bytes);
        return read.ok ? undefined : read.reason;
      },
    ),
    await placeAt(context, at(data), 'folder', signal),
  ];
  const file = boxes?.dataFile;
  if (file !== undefined && !/^\.*$/.test(file))
    places.push(await placeAt(context, pathsOf(at(data)).join(at(data), file), 'file', signal));
  return {
    usable: true,
    kind: 'powershell',
    folder: await placeAt(context, at(projects), 'folder', signal),
    places,
    ...defined({ boxes }),
    services: [],
  };
}

async function webServices(
  context: CollectContext,
  boxes: WizardBoxes | undefined,
  signal: AbortSignal,
): Promise<FilesFacts> {
  const path = inHost(context.settings, projects);
  const listed = await context.platform.files.list(path, signal);
  const folder: Place = listed.ok
    ? { path, wanted: 'folder', state: 'folder' }
    : { path, wanted: 'folder', ...stateOf(listed.problem) };
  const names = (listed.ok ? listed.entries : [])
    .filter((one) => !one.folder && one.name.toLowerCase().endsWith(extension))
    .map(({ name }) => name)
    .toSorted()
    .slice(0, mostProjects);
  const places: Place[] = [];
  const services: ServiceAddress[] = [];
  for (const name of names) {
    const file = await placeAt(context, pathsOf(path).join(path, name), 'file', signal);
    places.push(
      await checked(context, file, mostProject, signal, async (bytes) => {
        const kind = fileKind(bytes.subarray(0, 512));
        if (kind !== 'zip') return kind === 'empty' ? 'it is empty' : 'it is no ZIP archive';
        const read = await readProject(bytes, signal);
        if (!read.ok) return read.reason;
        if (isOfNamedProject(name, boxes)) services.push(...read.services);
        return undefined;
      }),
    );
  }
  const named = boxes?.service;
  if (named !== undefined && !services.some(({ host, port }) => host === named.host && port === named.port)) {
    // The wizard's page has host and port alone; whether TLS is spoken there, the project says.
    const tls = services.some((one) => one.tls) || named.port === 443 || named.port === 8443;
    services.splice(0, services.length, { host: named.host, port: named.port, tls });
  }
  return { usable: listed.ok, kind: 'web-services', folder, places, ...defined({ boxes }), services };
}

async function placeAt(
  { platform }: CollectContext,
  path: string,
  wanted: Place['wanted'],
  signal: AbortSignal,
): Promise<Place> {
  const stat = await platform.files.stat(path, signal);
  return stat.ok ? { path, wanted, state: stat.kind } : { path, wanted, ...stateOf(stat.problem) };
}

async function checked(
  { platform }: CollectContext,
  place: Place,
  most: number,
  signal: AbortSignal,
  faultIn: (bytes: Uint8Array) => Promise<string | undefined> | string | undefined,
): Promise<Place> {
  if (place.state !== 'file') return place;
  const read = await platform.files.read(place.path, most, signal);
  if (!read.ok) return { ...place, ...stateOf(read.problem) };
  const fault = read.cut ? 'it is far larger than such a file is' : await faultIn(read.bytes);
  return { ...place, ...defined({ fault }) };
}

function stateOf(problem: Problem): Pick<Place, 'state' | 'problem'> {
  switch (problem.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { state: 'absent' };
    case 'EACCES':
    case 'EPERM':
      return { state: 'denied' };
    // Windows' sharing violation.
    case 'EBUSY':
    case 'ETXTBSY':
      return { state: 'busy', problem };
    default:
      return { state: 'failed', problem };
  }
}
