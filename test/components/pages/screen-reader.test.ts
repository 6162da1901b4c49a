import { afterEach, describe, expect, it } from 'vitest';
import type { InitAnswers, InitQuestion } from '../../../components/commands/screen-actions.ts';
import { keys } from '../../terminal/fake-terminal.ts';
import { sampleRows } from '../sample-rows.ts';
import { closeScreens, showScreen } from '../show-screen.ts';

afterEach(closeScreens);

describe('a screen reader', () => {
  it('hears what is asked in sentences, without lines and pictures', async () => {
    const options = [
      { id: 'ldap', label: 'Directory' },
      { id: 'sql', label: 'Database', hint: 'SQL Server' },
    ];
    const actions = {
      initQuestion: (answers: InitAnswers): InitQuestion | undefined =>
        answers.kind === undefined
          ? { key: 'kind', label: 'What is the target?', options }
          : { key: 'name', label: 'Name of it', preset: 'HR' },
      init: async () => 'x',
    };
    const { terminal } = await showScreen({
      rows: sampleRows,
      actions,
      screenReader: true,
      columns: 120,
      lines: 40,
    });
    terminal.type('i');
    await terminal.waitFor('What is the target?');
    terminal.type(keys.down);
    await terminal.waitFor('2 of 2. Database. SQL Server');
    terminal.type(keys.enter);
    await terminal.waitFor('> HR');
    expect(terminal.text()).not.toMatch(/[─█]/);
    terminal.type(keys.escape);
    await terminal.waitFor('2 of 2. Database.');
    terminal.type(keys.escape);
    await terminal.waitFor('Check 1 of');
    terminal.type('/memory');
    await terminal.waitFor('Filter: memory  1 of 19');
    await terminal.waitFor('Check 1 of 1. At least 3 GB of memory: pass.');
    expect(terminal.text()).not.toMatch(/[─█]/);
  });
});
