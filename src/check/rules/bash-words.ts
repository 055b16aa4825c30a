/** Commands and keywords of bash that dash, Debian's /bin/sh, does not have. */
const bashWords = new Set(
  'declare let shopt pushd popd typeset function [[ mapfile readarray compgen complete coproc select time'.split(
    ' ',
  ),
);

/** Whether a command that the shell does not find belongs to bash. `n++` is what dash makes of `((n++))`. */
export const isBashWord = (name: string): boolean =>
  bashWords.has(name) || /^(?:\w+(?:\+\+|--)|(?:\+\+|--)\w+)$/.test(name);
