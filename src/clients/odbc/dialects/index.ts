import type { Engine } from '../../../settings/schema.ts';
import { db2 } from './db2.ts';
import type { Dialect } from './dialect.ts';
import { mysql } from './mysql.ts';
import { oracle } from './oracle.ts';
import { other } from './other.ts';
import { postgresql } from './postgresql.ts';

const dialects: Readonly<Record<Exclude<Engine, 'sqlserver'>, Dialect>> = {
  postgresql,
  mysql,
  oracle,
  db2,
  other,
};

export function dialectOf(engine: Exclude<Engine, 'sqlserver'>): Dialect {
  return dialects[engine];
}
