import { runSite } from '../../../probes/sql/site.ts';

/** A doctor in the middle of its write test: the parent kills it there. */
await runSite({ port: Number(process.argv[2]), writeTest: true });
