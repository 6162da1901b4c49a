import { searchAsServices } from '../../../src/platform/windows/folders.ts';
import { loadNative } from '../../../src/platform/windows/native.ts';

// What a child that loads drivers searches and finds. Arguments: the native module, libraries by their names.
const [, , koffi, ...libraries] = process.argv;
const native = loadNative(koffi);
searchAsServices(native);
const load = (name: string): boolean =>
  native.call('kernel32.dll', 'uintptr_t LoadLibraryW(str16 name)', name) !== 0;
const loaded = libraries.filter(load);
const variables = ['TNS_ADMIN', 'KRB5_CONFIG', 'ODBCSYSINI', 'ProgramFiles'].map(
  (name) => process.env[name] ?? null,
);
process.stdout.write(JSON.stringify({ path: process.env.Path, variables, loaded }));
