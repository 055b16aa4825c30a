/**
 * Cases that run as the lesson requires but are not done: the manifest requires a TODO whose effect no run can show.
 */
export const undoneThoughItRuns: Readonly<Record<string, { readonly todo: number; readonly why: string }>> = {
  'A15-set-windows': { todo: 3, why: '`set UV_FROZEN=1` sets $1 in a Linux shell: uv sync may lock anew' },
  'I16-copy-all-first': {
    todo: 2,
    why: 'the dependency files come with all the code, so the cache never helps',
  },
  'E09-extra-requirements': { todo: 3, why: 'a requirements.txt with ranges: not the versions of uv.lock' },
  'F155-compile': { todo: 3, why: '`uv pip compile` resolves anew: not the versions of uv.lock' },
};
