import type { Cell, Statement } from '../../statements.ts';

/** One step of the write test, and what it is called when it fails. */
export interface Step {
  readonly name: string;
  readonly statement: Statement;
}

/**
 * The write test as one batch: the server begins, works and rolls back by itself, so that no transaction stays open
 * while this process is frozen, cut off or gone (decisions: Write tests). Each step is a scope of its own: what cannot
 * be compiled is then an error of its step, which the outer scope catches. A lock is waited for 1 s a step.
 *
 * Results: one set of each step that went well, then `{ ended, number, state, class, message, by, open }`, then, where it
 * could be looked for, `{ rows }` that are left.
 */
export function tryOutBatch(steps: readonly Step[], look: Statement, byIdentity: boolean): Statement {
  const all = [...steps.map(({ statement }) => statement), look].flatMap(({ parameters = {} }) =>
    Object.entries(parameters),
  );
  // Declared within, where the server gives it.
  const parameters = Object.fromEntries(all.filter(([name]) => !(byIdentity && name === 'key')));
  const body = steps.map(({ name, statement }, at) => {
    const taking = byIdentity && at === 0;
    return `  SET @step = N'${name}';\n  ${run(statement, taking)}`;
  });
  return {
    text: `
SET XACT_ABORT ON; SET LOCK_TIMEOUT 1000; SET DEADLOCK_PRIORITY LOW;
DECLARE @step nvarchar(10), @number int, @state int, @class int, @by nvarchar(300), @message nvarchar(500)${byIdentity ? ', @key nvarchar(4000)' : ''};
BEGIN TRY
  BEGIN TRANSACTION;
${body.join('\n')}
END TRY
BEGIN CATCH
  SELECT @number = ERROR_NUMBER(), @state = ERROR_STATE(), @class = ERROR_SEVERITY(),
         @message = LEFT(ERROR_MESSAGE(), 500), @by = ERROR_PROCEDURE();
END CATCH;
IF XACT_STATE() <> 0 ROLLBACK TRANSACTION;
SELECT @step AS ended, @number AS number, @state AS [state], @class AS [class], @message AS [message],
       @by AS [by], @@TRANCOUNT AS [open];
BEGIN TRY
  ${run(look, false)}
END TRY
BEGIN CATCH
  SET @step = N'look';
END CATCH;
`,
    parameters,
  };
}

/** `taking`: the identity number of the new row becomes the key of the steps behind it. */
function run({ text, parameters = {} }: Statement, taking: boolean): string {
  const names = Object.keys(parameters);
  const whole = taking ? `${text.trim()}\nSET @key = CAST(SCOPE_IDENTITY() AS nvarchar(4000));` : text.trim();
  const declared = [
    ...names.map((name) => `@${name} ${typeOf(parameters[name] ?? null)}`),
    ...(taking ? ['@key nvarchar(4000) OUTPUT'] : []),
  ];
  const passed = [...names.map((name) => `@${name} = @${name}`), ...(taking ? ['@key = @key OUTPUT'] : [])];
  const more = declared.length === 0 ? '' : `, N'${declared.join(', ')}', ${passed.join(', ')}`;
  return `EXEC sys.sp_executesql N'${whole.replaceAll("'", "''")}'${more};`;
}

/** As the connection sends them. */
function typeOf(value: Cell): string {
  if (typeof value === 'boolean') return 'bit';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return 'nvarchar(4000)';
}
