import { createRequire } from 'node:module';
import { probesFor } from '../../../../src/probes/index.ts';
import { siteOf } from '../../../probes/sql/site.ts';

/** Prints which client libraries are loaded when the list of probes stands, with a database in `.ecmarc`. */
const probes = probesFor(siteOf({ port: 1433 }), { writeTest: false });
const loaded = Object.keys(createRequire(import.meta.url).cache).filter((path) =>
  /node_modules\/(mssql|tedious|tarn)\//.test(path),
);
process.stdout.write(JSON.stringify({ rows: probes.length, loaded }));
