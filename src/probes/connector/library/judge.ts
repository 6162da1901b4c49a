import type { Evidence, JudgeInput, Verdict } from '../../../engine/probe.ts';
import { requirement } from '../../../requirements/index.ts';
import type { Settings } from '../../../settings/schema.ts';
import { fail, pass } from '../../common/verdicts.ts';
import { change } from '../remedies.ts';
import type { LibraryFacts } from './facts.ts';
import { judgeUnread } from './unread.ts';
import { unblock } from './words.ts';

/** Zones from which .NET Framework loads no library by itself. */
const internet = 3;

export function judgeLibrary({ facts }: JudgeInput<Settings, LibraryFacts>): Verdict {
  const { look } = facts;
  const { assembly, refusal, zone } = look;
  const base = { expected: 'a .NET library that can be read', evidence: evidenceOf(look) };
  if (assembly === undefined) {
    return { ...base, ...judgeUnread(look, refusal ?? { why: 'failed' }) };
  }
  const title = `${assembly.name} ${assembly.fileVersion ?? assembly.version}`;
  if (zone !== undefined && zone >= internet) return { ...base, ...blocked(look) };
  if (assembly.referenceOnly)
    return {
      ...base,
      ...fail(
        'a reference assembly, without code',
        `${title} holds signatures for compilers only (ReferenceAssemblyAttribute).`,
        change(
          'Nothing in it can be run.',
          'Take the library from the output folder of the build (bin), not from the folder ref or obj',
        ),
      ),
    };
  if (assembly.culture !== '' && assembly.culture !== 'neutral')
    return {
      ...base,
      ...fail(
        `translations only (${assembly.culture})`,
        `${title} is a satellite assembly: it holds texts, no code.`,
        change(
          'The connector itself lies one folder higher.',
          'Name the main library of the connector in .ecmarc',
        ),
      ),
    };
  return { ...base, ...pass(title) };
}

function blocked({ path, zone }: LibraryFacts['look']): Verdict {
  const from = zone === internet ? 'the internet' : 'a restricted site';
  return fail(
    'blocked: it was downloaded',
    `Windows notes that it came from ${from} (stream ${requirement('CON-11').values.blockedStream}, ZoneId ${zone}).`,
    unblock(path),
  );
}

function evidenceOf({ path, bytes, changedAt, assembly }: LibraryFacts['look']): readonly Evidence[] {
  const file = [
    { label: 'File', value: path },
    ...(bytes === undefined ? [] : [{ label: 'Size', value: `${bytes} bytes` }]),
    ...(changedAt === undefined ? [] : [{ label: 'Changed', value: changedAt }]),
  ];
  if (assembly === undefined) return file;
  const { name, version, culture, token, fileVersion, build } = assembly;
  return [
    ...file,
    {
      label: 'Assembly',
      value: `${name}, Version=${version}, Culture=${culture === '' ? 'neutral' : culture}, PublicKeyToken=${token === '' ? 'null' : token}`,
    },
    ...(fileVersion === undefined ? [] : [{ label: 'File version', value: fileVersion }]),
    ...(build === '' ? [] : [{ label: 'Build', value: build }]),
  ];
}
