/** Calls of uv, pip and poetry in a build step. */

/** Whether a step installs the project's dependencies. `pip install uv` installs the installer, not the dependencies. */
export function installsDependencies({ instruction }: { readonly instruction: string }): boolean {
  if (!/^RUN\b/i.test(instruction)) return false;
  if (syncs(instruction.split(/[\s;&|()"'`]+/))) return true;
  const pip = /\bpip3?\s+install\s+([^&|;]*)/.exec(instruction)?.[1];
  return pip !== undefined && /(?:^|\s)(?:-r|--requirement|\.|-e)(?:\s|$|=)|requirements|django/i.test(pip);
}

/** `uv sync`, `uv pip install`, `uv add` with options between, `poetry install`: parsed word by word, each word once. */
function syncs(words: readonly string[]): boolean {
  for (let at = 0; at < words.length; ) {
    const program = words[at]?.split('/').at(-1);
    at += 1;
    while (program === 'uv' && words[at]?.startsWith('-') === true) at += 1;
    const command = words[at] ?? '';
    if (program === 'uv' && /^(?:sync|add)$/.test(command)) return true;
    if (program === 'uv' && command === 'pip' && /^(?:sync|install)$/.test(words[at + 1] ?? '')) return true;
    if (program === 'poetry' && /^(?:install|sync)$/.test(command)) return true;
  }
  return false;
}

/** Files that list dependencies, and the start script: copying these copies no source. */
export const listsDependencies = (path: string): boolean =>
  /pyproject\.toml|uv\.lock|requirements|entrypoint\.sh/i.test(path);
