import { profiles } from '../settings/profiles.ts';
import { initKinds, optionNames, type Shell, shells } from './options.ts';

/** The values that an option can have, where they are few. */
const values: Readonly<Partial<Record<(typeof optionNames)[number], readonly string[]>>> = {
  profile: profiles,
  'fail-on': ['fail', 'warn', 'never'],
  init: initKinds,
  completion: shells,
};

/** `--completion`: a script that completes options and their fixed values. It starts no program while a person types. */
export function completionScript(shell: Shell): string {
  return shell === 'bash' ? bash() : powershell();
}

const options = optionNames.map((name) => `--${name}`);

function bash(): string {
  const cases = Object.entries(values).map(
    ([name, words]) => `    --${name}) COMPREPLY=($(compgen -W "${words.join(' ')}" -- "$word")); return ;;`,
  );
  return `# Completion of ecma-doctor for bash: source <(ecma-doctor --completion bash)
_ecma_doctor() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  COMPREPLY=()
  case "$before" in
${cases.join('\n')}
    --config|--report|--from|--baseline) COMPREPLY=($(compgen -f -- "$word")); return ;;
  esac
  COMPREPLY=($(compgen -W "${options.join(' ')}" -- "$word"))
}
complete -o filenames -F _ecma_doctor ecma-doctor
`;
}

function powershell(): string {
  const cases = Object.entries(values).map(
    ([name, words]) => `    '--${name}' = @(${words.map((word) => `'${word}'`).join(', ')})`,
  );
  return `# Completion of ecma-doctor for PowerShell. For good: ecma-doctor --completion powershell >> $PROFILE
Register-ArgumentCompleter -Native -CommandName @('ecma-doctor', 'ecma-doctor.exe') -ScriptBlock {
  param($word, $ast, $cursor)
  $values = @{
${cases.join('\n')}
  }
  $typed = @($ast.CommandElements | ForEach-Object { $_.ToString() })
  $before = if ($word -eq '') { $typed[-1] } elseif ($typed.Count -gt 1) { $typed[-2] } else { '' }
  $words = if ($values.ContainsKey($before)) { $values[$before] } else {
    @(${options.map((name) => `'${name}'`).join(', ')})
  }
  $words | Where-Object { $_ -like "$word*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;
}
