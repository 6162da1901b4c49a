import { afterEach, describe, expect, it } from 'vitest';
import { cleanUpFolders } from '../../settings/scratch-folders.ts';
import { keys } from '../../terminal/fake-terminal.ts';
import { plainWizard } from '../../wizard/plain-wizard.ts';
import { sampleRows } from '../sample-rows.ts';
import { closeScreens, showScreen } from '../show-screen.ts';

cleanUpFolders();
afterEach(closeScreens);

describe('a screen reader', () => {
  it('hears what is asked in sentences, without lines and pictures', async () => {
    const actions = { openWizard: async () => plainWizard().wizard };
    const { terminal } = await showScreen({
      rows: sampleRows,
      actions,
      screenReader: true,
      columns: 120,
      lines: 40,
    });
    terminal.type('i');
    await terminal.waitFor('what shall get the users?');
    terminal.type(keys.down);
    await terminal.waitFor('2 of 8. a database: SQL Server');
    terminal.type(keys.enter);
    await terminal.waitFor('question 2 of 11: Tenant.');
    await terminal.waitFor('> empty');
    expect(terminal.text()).not.toMatch(/[─█]/);
    terminal.type(keys.escape);
    await terminal.waitFor('2 of 8. a database: SQL Server');
    terminal.type(keys.escape);
    await terminal.waitFor('Row 1 of');
    terminal.type('/memory');
    await terminal.waitFor('Filter: memory  1 of 19');
    await terminal.waitFor('Row 1 of 1. At least 3 GB of memory: pass.');
    expect(terminal.text()).not.toMatch(/[─█]/);
  });
});
