// The executable for Windows: Node with the blob and a version of our own among its resources, and without the
// signature that no longer fits. It is ready to be signed.
import { readFileSync, writeFileSync } from 'node:fs';
import { NtExecutable, NtExecutableResource } from 'pe-library';
import { Resource } from 'resedit';
import { blobName, fuse } from './blob.mjs';
import { ignoreCompileCache, namesCompileCache } from './compile-cache.mjs';
import { lackedByServer2016 } from './server-2016.mjs';

const english = { lang: 1033, codepage: 1200 };
const rawData = 10;
const manifest = 24;
const certificates = 4;
const loadConfiguration = 10;
/** IMAGE_LOAD_CONFIG_DIRECTORY64.DependentLoadFlags (winnt.h); Windows heeds it since Server 2016. */
const dependentLoadFlags = 78;
/** LOAD_LIBRARY_SEARCH_SYSTEM32 */
const systemOnly = 0x800;

/** Writes `out` from a Windows `node`. `about`: `{ fileName, version, copyright }`. Throws when a check of it fails. */
export function makeWindows({ node, blob, out, about }) {
  const original = readFileSync(node);
  flip(original);
  ignoreCompileCache(original);
  // Its signature does not count any more: left out of what is made.
  const exe = NtExecutable.from(original, { ignoreCert: true });
  loadFlags(exe).setUint16(0, systemOnly, true);
  const resources = NtExecutableResource.from(exe);
  const strings = versionStrings(about);
  setVersion(resources, about.version, strings);
  const bin = blob.buffer.slice(blob.byteOffset, blob.byteOffset + blob.length);
  resources.replaceResourceEntry({ type: rawData, id: blobName, lang: english.lang, codepage: 0, bin });
  resources.outputResource(exe);
  const made = Buffer.from(exe.generate());
  check(made, { blob, strings });
  writeFileSync(out, made);
}

function versionStrings({ fileName, version, copyright }) {
  return {
    ProductName: 'ECMA Connector Host doctor',
    FileDescription: 'Readiness doctor for the ECMA Connector Host',
    FileVersion: version,
    ProductVersion: version,
    InternalName: 'ecma-doctor',
    OriginalFilename: fileName,
    LegalCopyright: copyright,
  };
}

function setVersion(resources, version, strings) {
  for (const { id, lang } of Resource.VersionInfo.fromEntries(resources.entries).map((one) =>
    one.generateResource(),
  ))
    resources.removeResourceEntry(16, id, lang);
  const info = Resource.VersionInfo.createEmpty();
  const [major = 0, minor = 0, micro = 0] = version.split(/[.+-]/).map(Number);
  info.setFileVersion(major, minor, micro, 0, english.lang);
  info.setProductVersion(major, minor, micro, 0, english.lang);
  info.setStringValues(english, strings);
  info.outputToResourceEntries(resources.entries);
}

/** Node looks for a blob only where the character behind this text is 1. */
function flip(bytes) {
  const at = bytes.indexOf(`${fuse}:0`);
  if (at < 0 || bytes.indexOf(fuse, at + 1) >= 0) throw new Error('this Node cannot be a single executable');
  bytes.write('1', at + fuse.length + 1);
}

/**
 * Where it says from where Windows takes the libraries that it names. Else a library of the right name that lies beside
 * the copied file is taken before Windows' own.
 */
function loadFlags(exe) {
  const { virtualAddress } = exe.newHeader.optionalHeaderDataDirectory.get(loadConfiguration);
  const section = exe.getSectionByEntry(loadConfiguration);
  if (section?.data == null) throw new Error('this Node says nothing of how it is loaded');
  const start = virtualAddress - section.info.virtualAddress;
  const size = new DataView(section.data, start).getUint32(0, true);
  if (size < dependentLoadFlags + 2) throw new Error('this Node cannot say from where its libraries come');
  return new DataView(section.data, start + dependentLoadFlags, 2);
}

function check(bytes, { blob, strings }) {
  const lacking = lackedByServer2016(bytes);
  if (lacking.length > 0) throw new Error(`it would not start on Windows Server 2016: ${lacking.join('; ')}`);
  const read = describeWindows(bytes);
  if (read.signature !== 0) throw new Error("Node's signature is still in it");
  if (!read.systemOnly) throw new Error('it would take libraries from beside it');
  if (!read.manifest) throw new Error('a manifest or a .local folder beside it would say what it loads');
  if (namesCompileCache(bytes)) throw new Error('it would take code from a folder of the environment');
  if (!read.fuse) throw new Error('the fuse is not flipped');
  if (read.blob === undefined || !read.blob.equals(blob)) throw new Error('the blob does not read back');
  for (const [name, value] of Object.entries(strings))
    if (read.strings[name] !== value) throw new Error(`its version says ${name}: ${read.strings[name]}`);
}

/** What stands in an executable: `{ signature, systemOnly, manifest, fuse, blob, strings }`; `signature` is its size in bytes. */
export function describeWindows(bytes) {
  const exe = NtExecutable.from(bytes, { ignoreCert: true });
  const { entries } = NtExecutableResource.from(exe);
  const [info] = Resource.VersionInfo.fromEntries(entries);
  const blob = entries.find(({ type, id }) => type === rawData && id === blobName);
  const behind = exe.getExtraData()?.byteLength ?? 0;
  return {
    signature: exe.newHeader.optionalHeaderDataDirectory.get(certificates).size + behind,
    systemOnly: loadFlags(exe).getUint16(0, true) === systemOnly,
    manifest: entries.some(({ type, id }) => type === manifest && id === 1),
    fuse: bytes.includes(`${fuse}:1`),
    blob: blob && Buffer.from(blob.bin),
    strings: info?.getStringValues(english) ?? {},
  };
}
