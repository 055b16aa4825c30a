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
  'migrate in build only': {
    todo: 5,
    why: 'the migrations run while the image is built: another database never gets its tables',
  },
  'sync upgrade': {
    todo: 3,
    why: '--upgrade resolves anew: not the versions of uv.lock',
  },
  'A19 UV_FROZEN env zero': {
    todo: 3,
    why: 'UV_FROZEN=0: uv sync may lock anew',
  },
  'A17 sync without lock flag': {
    todo: 3,
    why: '`uv sync` without --frozen may lock anew',
  },
  'copy glob doublestar manage': {
    todo: 2,
    why: 'the dependency files come with the code, so the cache never helps',
  },
  'sync uv pip install e': {
    todo: 3,
    why: 'the newest versions that fit pyproject.toml: not those of uv.lock',
  },
  'sync uv pip install dot': {
    todo: 3,
    why: 'the newest versions that fit pyproject.toml: not those of uv.lock',
  },
  'sync uv pip system pyproject': {
    todo: 3,
    why: 'the newest versions that fit pyproject.toml: not those of uv.lock',
  },
  'sync pip install dot': {
    todo: 3,
    why: 'the newest versions that fit pyproject.toml: not those of uv.lock',
  },
  'A03 UV_SYSTEM_PYTHON pip': {
    todo: 3,
    why: 'the newest versions that fit pyproject.toml: not those of uv.lock',
  },
  'A08 VIRTUAL_ENV opt uv pip': {
    todo: 3,
    why: 'the newest versions that fit pyproject.toml: not those of uv.lock',
  },
  'A09 uv pip into venv dot': {
    todo: 3,
    why: 'the newest versions that fit pyproject.toml: not those of uv.lock',
  },
  'A10 uv pip install --python': {
    todo: 3,
    why: 'the newest versions that fit pyproject.toml: not those of uv.lock',
  },
  'A11 uv pip --target': {
    todo: 3,
    why: 'the newest versions that fit pyproject.toml: not those of uv.lock',
  },
  'A12 uv pip --prefix': {
    todo: 3,
    why: 'the newest versions that fit pyproject.toml: not those of uv.lock',
  },
  'pu uv pip system': {
    todo: 3,
    why: 'the newest versions that fit pyproject.toml: not those of uv.lock',
  },
  'pu uv venv then pip': {
    todo: 3,
    why: 'the newest versions that fit pyproject.toml: not those of uv.lock',
  },
};
