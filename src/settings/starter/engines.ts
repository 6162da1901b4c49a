import { defaultPorts, type Engine, engines } from '../schema.ts';

/** What the starter says of one engine: how names are written there, and where it listens. */
export interface EngineStarter {
  /** As in "Host name of the PostgreSQL server". */
  readonly server: string;
  /** Empty where nobody can know it: then it has to be told. */
  readonly port: string;
  readonly table: string;
  /** A name that only stands in quotes: with capitals that would be folded, or with spaces. */
  readonly inQuotes: string;
  readonly anchor: string;
  readonly account: string;
}

const starters: Readonly<Record<Engine, EngineStarter>> = {
  sqlserver: {
    server: 'SQL Server',
    port: String(defaultPorts.sqlserver),
    table: 'dbo.Employees',
    inQuotes: '[hr data].[Employees]',
    anchor: 'EmployeeId',
    account: 'SQL login',
  },
  postgresql: {
    server: 'PostgreSQL server',
    port: String(defaultPorts.postgresql),
    table: 'public.employees',
    inQuotes: 'hr."Employees"',
    anchor: 'employee_id',
    account: 'Database role',
  },
  mysql: {
    server: 'MySQL or MariaDB server',
    port: String(defaultPorts.mysql),
    table: 'Employees',
    inQuotes: '`hr data`.`Employees`',
    anchor: 'EmployeeId',
    account: 'Database user',
  },
  oracle: {
    server: 'Oracle database',
    port: String(defaultPorts.oracle),
    table: 'HR.EMPLOYEES',
    inQuotes: 'HR."Employees"',
    anchor: 'EMPLOYEE_ID',
    account: 'Database user',
  },
  db2: {
    server: 'Db2 server',
    port: String(defaultPorts.db2),
    table: 'HR.EMPLOYEES',
    inQuotes: 'HR."Employees"',
    anchor: 'EMPLOYEE_ID',
    account: 'User',
  },
  other: {
    server: 'database server',
    port: '',
    table: 'Employees',
    inQuotes: 'hr."Employees"',
    anchor: 'EmployeeId',
    account: 'Database user',
  },
};

/** Of an answer; one that is none yet counts as SQL Server. */
export function engineStarter(answer: string | undefined): EngineStarter {
  return starters[engines.find((one) => one === answer) ?? 'sqlserver'];
}
