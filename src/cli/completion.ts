import { never } from '../base/never.ts';
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
  switch (shell) {
    case 'powershell':
      return powershell();
    case 'bash':
      return bash();
    case 'zsh':
      return zsh();
    case 'fish':
      return fish();
    default:
      return never(shell);
  }
}

/** Options whose value is a file. */
const files = [
  'config',
  'report',
  'from',
  'baseline',
] as const satisfies readonly (typeof optionNames)[number][];

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
    ${files.map((name) => `--${name}`).join('|')}) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
  esac
  COMPREPLY=($(compgen -W "${options.join(' ')}" -- "$word"))
}
complete -o filenames -F _ecma_doctor ecma-doctor
`;
}

/** As a file `_ecma-doctor` in a folder of `fpath`, or sourced behind compinit. */
function zsh(): string {
  const cases = Object.entries(values).map(
    ([name, words]) => `    --${name}) compadd -- ${words.join(' ')}; return ;;`,
  );
  return `#compdef ecma-doctor
# Completion of ecma-doctor for zsh: source <(ecma-doctor --completion zsh)
_ecma_doctor() {
  case "\${words[CURRENT-1]}" in
${cases.join('\n')}
    ${files.map((name) => `--${name}`).join('|')}) _files; return ;;
  esac
  compadd -- ${options.join(' ')}
}
if [ "\${funcstack[1]}" = "_ecma-doctor" ]; then
  _ecma_doctor "$@"
else
  compdef _ecma_doctor ecma-doctor
fi
`;
}

function fish(): string {
  const lines = optionNames.map((name) => {
    const words = values[name];
    const takes = words !== undefined ? ` -x -a '${words.join(' ')}'` : '';
    const file = files.some((one) => one === name) ? ' -r -F' : '';
    return `complete -c ecma-doctor -l ${name}${takes}${file}\n`;
  });
  return `# Completion of ecma-doctor for fish: ecma-doctor --completion fish | source
complete -c ecma-doctor -f
${lines.join('')}`;
}

function powershell(): string {
  const cases = Object.entries(values).map(
    ([name, words]) => `    '--${name}' = @(${words.map((word) => `'${word}'`).join(', ')})`,
  );
  return `# Completion of ecma-doctor for PowerShell. For good: ecma-doctor --completion powershell | Add-Content $PROFILE
Register-ArgumentCompleter -Native -CommandName @('ecma-doctor', 'ecma-doctor.exe') -ScriptBlock {
  param($word, $ast, $cursor)
  $values = @{
${cases.join('\n')}
  }
  $typed = @($ast.CommandElements | ForEach-Object { $_.ToString() })
  $before = if ($word -eq '') { $typed[-1] } elseif ($typed.Count -gt 1) { $typed[-2] } else { '' }
  if (@(${files.map((name) => `'--${name}'`).join(', ')}) -contains $before) { return }
  $words = if ($values.ContainsKey($before)) { $values[$before] } else {
    @(${options.map((name) => `'${name}'`).join(', ')})
  }
  $words | Where-Object { $_ -like "$word*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;
}
