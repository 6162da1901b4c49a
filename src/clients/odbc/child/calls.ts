import type { NativeArgument, NativeCalls } from '../../../platform/windows/native.ts';

/**
 * The driver manager's functions (ODBC API Reference; the constants are those of sql.h, sqlext.h). Handles are
 * numbers, texts are UTF-16 in both driver managers. Each call runs off this thread: a driver may hang in any of them.
 */
export const prototypes = {
  allocate: 'int16_t SQLAllocHandle(int16_t kind, uintptr_t input, void *output)',
  free: 'int16_t SQLFreeHandle(int16_t kind, uintptr_t handle)',
  setEnvironment:
    'int16_t SQLSetEnvAttr(uintptr_t environment, int32_t attribute, uintptr_t value, int32_t length)',
  setConnection:
    'int16_t SQLSetConnectAttrW(uintptr_t connection, int32_t attribute, uintptr_t value, int32_t length)',
  setStatement:
    'int16_t SQLSetStmtAttrW(uintptr_t statement, int32_t attribute, uintptr_t value, int32_t length)',
  connect:
    'int16_t SQLDriverConnectW(uintptr_t connection, uintptr_t window, void *text, int16_t length, void *completed, int16_t room, void *written, uint16_t completion)',
  disconnect: 'int16_t SQLDisconnect(uintptr_t connection)',
  diagnostic:
    'int16_t SQLGetDiagRecW(int16_t kind, uintptr_t handle, int16_t record, void *state, void *native, void *text, int16_t room, void *written)',
  info: 'int16_t SQLGetInfoW(uintptr_t connection, uint16_t kind, void *value, int16_t room, void *written)',
  execute: 'int16_t SQLExecDirectW(uintptr_t statement, void *text, int32_t length)',
  bind: 'int16_t SQLBindParameter(uintptr_t statement, uint16_t number, int16_t direction, int16_t cType, int16_t sqlType, uintptr_t size, int16_t digits, void *value, int64_t room, void *length)',
  columnsOfResult: 'int16_t SQLNumResultCols(uintptr_t statement, void *count)',
  describe:
    'int16_t SQLDescribeColW(uintptr_t statement, uint16_t number, void *name, int16_t room, void *length, void *type, void *size, void *digits, void *nullable)',
  rowCount: 'int16_t SQLRowCount(uintptr_t statement, void *count)',
  fetch: 'int16_t SQLFetch(uintptr_t statement)',
  data: 'int16_t SQLGetData(uintptr_t statement, uint16_t column, int16_t type, void *value, int64_t room, void *length)',
  tables:
    'int16_t SQLTablesW(uintptr_t statement, void *catalogue, int16_t a, void *schema, int16_t b, void *table, int16_t c, void *types, int16_t d)',
  columns:
    'int16_t SQLColumnsW(uintptr_t statement, void *catalogue, int16_t a, void *schema, int16_t b, void *table, int16_t c, void *column, int16_t d)',
  primaryKeys:
    'int16_t SQLPrimaryKeysW(uintptr_t statement, void *catalogue, int16_t a, void *schema, int16_t b, void *table, int16_t c)',
  statistics:
    'int16_t SQLStatisticsW(uintptr_t statement, void *catalogue, int16_t a, void *schema, int16_t b, void *table, int16_t c, uint16_t unique, uint16_t accuracy)',
  more: 'int16_t SQLMoreResults(uintptr_t statement)',
  endTransaction: 'int16_t SQLEndTran(int16_t kind, uintptr_t handle, int16_t how)',
} as const;

export const handleKinds = { environment: 1, connection: 2, statement: 3 } as const;
export type HandleKind = (typeof handleKinds)[keyof typeof handleKinds];

export const returned = { success: 0, withInfo: 1, noData: 100 } as const;

/** Windows' own, by its full path; elsewhere unixODBC's, where the system's loader finds it. */
export const managerLibrary = process.platform === 'win32' ? 'odbc32.dll' : 'libodbc.so.2';

export class OdbcCalls {
  readonly #native: NativeCalls;

  constructor(native: NativeCalls) {
    this.#native = native;
  }

  /** Throws where there is no driver manager. */
  probe(): void {
    this.#native.bind(managerLibrary, prototypes.allocate);
  }

  async call(name: keyof typeof prototypes, ...args: readonly NativeArgument[]): Promise<number> {
    return Number(await this.#native.callAsync(managerLibrary, prototypes[name], ...args));
  }
}

/** UTF-16, ended by zero. */
export function wide(text: string): Buffer {
  return Buffer.from(`${text}\0`, 'utf16le');
}

export function succeeded(code: number): boolean {
  return code === returned.success || code === returned.withInfo;
}
