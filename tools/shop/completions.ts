/** A bash function that completes the commands after `npm run shop --`. */
export const completions = (commands: readonly string[]): string => `_shop() {
  [ "\${COMP_WORDS[2]}" = shop ] || return 0
  COMPREPLY=($(compgen -W '${commands.join(' ')}' -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _shop npm`;
