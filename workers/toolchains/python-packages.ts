/** uv, pip and poetry, as a step of a build calls them. */

/** Whether a step installs what a project depends on. `pip install uv` brings the installer, not the dependencies. */
export function installsDependencies({ instruction }: { readonly instruction: string }): boolean {
  if (!/^RUN\b/i.test(instruction)) return false;
  if (syncs(instruction.split(/[\s;&|()"'`]+/))) return true;
  const pip = /\bpip3?\s+install\s+([^&|;]*)/.exec(instruction)?.[1];
  return pip !== undefined && /(?:^|\s)(?:-r|--requirement|\.|-e)(?:\s|$|=)|requirements|django/i.test(pip);
}

/** `uv sync`, `uv pip install`, `uv add` with options between, `poetry install`: word by word, each of them looked at once. */
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

/** Files that list dependencies, and the start script: a COPY of these takes no source. */
export const listsDependencies = (path: string): boolean =>
  /pyproject\.toml|uv\.lock|requirements|entrypoint\.sh/i.test(path);
