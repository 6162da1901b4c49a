import { afterEach, describe, expect, it } from 'vitest';
import type { InitAnswers, InitQuestion } from '../../../components/commands/screen-actions.ts';
import { keys } from '../../terminal/fake-terminal.ts';
import { sampleRows } from '../sample-rows.ts';
import { closeScreens, showScreen } from '../show-screen.ts';

afterEach(closeScreens);

describe('the questions that write an .ecmarc', () => {
  const asking = (written: InitAnswers[]) => ({
    initQuestion: (answers: InitAnswers): InitQuestion | undefined => {
      if (answers.name === undefined) {
        const problem = (text: string) => (/^\w+$/.test(text) ? undefined : 'expected a word');
        return { key: 'name', label: 'Name of the connector', preset: 'HR', problem };
      }
      return answers.port === undefined ? { key: 'port', label: 'Port', preset: '1433' } : undefined;
    },
    init: async (answers: InitAnswers) => {
      written.push(answers);
      return 'Wrote it.';
    },
  });

  it('take no answer that would not read, and keep one that is gone back to', async () => {
    const written: InitAnswers[] = [];
    const { terminal } = await showScreen({ rows: sampleRows, actions: asking(written) });
    await terminal.waitFor('SERVER');
    terminal.type('i');
    await terminal.waitFor('Name of the connector');
    terminal.type('!\r');
    await terminal.waitFor('expected a word');
    terminal.type(`${keys.backspace}2`);
    await terminal.waitFor('> HR2█');
    expect(terminal.text()).not.toContain('expected a word');
    terminal.type(keys.enter);
    await terminal.waitFor('> 1433█');
    terminal.type(keys.escape);
    await terminal.waitFor('> HR2█');
    terminal.type(keys.enter + keys.enter);
    await terminal.waitFor('Wrote it.');
    expect(written).toEqual([{ name: 'HR2', port: '1433' }]);
  });

  it('propose what goes by the answer before, also when that is gone back to and changed', async () => {
    const written: InitAnswers[] = [];
    const ports: InitAnswers = { sqlserver: '1433', mysql: '3306' };
    const { terminal } = await showScreen({
      rows: sampleRows,
      actions: {
        ...asking(written),
        initQuestion: ({ engine, port, user }: InitAnswers): InitQuestion | undefined => {
          if (engine === undefined) return { key: 'engine', label: 'Engine', preset: 'sqlserver' };
          if (port === undefined) return { key: 'port', label: 'Port', preset: ports[engine] ?? '' };
          return user === undefined ? { key: 'user', label: 'User', preset: 'ecma' } : undefined;
        },
      },
    });
    await terminal.waitFor('SERVER');
    terminal.type('i');
    await terminal.waitFor('> sqlserver█');
    terminal.type(keys.enter);
    await terminal.waitFor('> 1433█');
    terminal.type(keys.enter);
    await terminal.waitFor('> ecma█');
    terminal.type(keys.escape);
    await terminal.waitFor('> 1433█');
    terminal.type(keys.escape);
    await terminal.waitFor('> sqlserver█');
    terminal.type(keys.backspace.repeat(9));
    await terminal.waitFor('> █');
    terminal.type('mysql');
    await terminal.waitFor('> mysql█');
    terminal.type(keys.enter);
    await terminal.waitFor('> 3306█');
    terminal.type(keys.enter);
    await terminal.waitFor('> ecma█');
    terminal.type(keys.enter);
    await terminal.waitFor('Wrote it.');
    expect(written).toEqual([{ engine: 'mysql', port: '3306', user: 'ecma' }]);
  });

  it('are not begun where nothing could be written', async () => {
    const actions = { ...asking([]), initRefused: () => '.ecmarc exists already: nothing was written' };
    const { terminal } = await showScreen({ rows: sampleRows, actions });
    await terminal.waitFor('SERVER');
    terminal.type('i');
    await terminal.waitFor('exists already');
    expect(terminal.text()).not.toContain('Name of the connector');
  });
});
