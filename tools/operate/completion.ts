import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';

const entry = fileURLToPath(new URL('../operator.mjs', import.meta.url));

const optionsOf = (command: Command): string[] => command.options.flatMap(({ long }) => long ?? []);

/** A script for bash, and for zsh by its `bashcompinit`: the command `sluice`, from any folder, with its commands and their options completed. */
export function completionScript(program: Command): string {
  const cases = program.commands.map((command) => `    ${command.name()}) words="${[...optionsOf(command), ...optionsOf(program)].join(' ')}" ;;`);
  return [
    '[ -n "$ZSH_VERSION" ] && autoload -U +X bashcompinit && bashcompinit',
    `sluice() { node '${entry.replaceAll("'", String.raw`'\''`)}' "$@"; }`,
    '_sluice() {',
    '  local words',
    '  case "${COMP_WORDS[1]}" in',
    ...cases,
    '  esac',
    `  [ "$COMP_CWORD" -eq 1 ] && words="${program.commands.map((command) => command.name()).join(' ')}"`,
    '  COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))',
    '}',
    'complete -F _sluice sluice',
  ].join('\n');
}
