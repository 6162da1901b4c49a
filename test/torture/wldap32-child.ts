import { join } from 'node:path';
import type { ProgramCommand } from '../../src/platform/types.ts';
import { scriptCommand } from '../beds/script.ts';

/** The child that asks through a stand-in for wldap32, ended (`who`) at a call (`at`; 0: at none), of which `mark` then tells. */
export function wldap32Child(who: string, at: number, mark: string): ProgramCommand {
  const file = join(import.meta.dirname, 'children', 'wldap32-victim.ts');
  return scriptCommand(file, who, String(at), mark);
}
