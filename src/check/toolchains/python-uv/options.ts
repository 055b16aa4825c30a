import { readVersion, type Version } from './version.ts';

/**
 * How an option affects the simulation: `none`: not at all; `read`: the command's simulation evaluates it; `open`: its effect, and so the
 * command's, is unknown.
 */
type Effect = 'none' | 'read' | 'open';

export interface UvOption {
  /** The name under which its values are stored. */
  readonly name: string;
  /** The values that it accepts; null for a flag. */
  readonly value: 'any' | readonly string[] | null;
  /** Whether it may be given more than once. */
  readonly repeats: boolean;
  /** The first of the examined releases that has it. */
  readonly since: Version;
  readonly effect: Effect;
}

/** A command's options, by every spelling. */
export type OptionGrammar = ReadonlyMap<string, UvOption>;

/**
 * Parses a table with lines of the form `effect since options…`. Options are written like this: `-n|--no-cache` lists the spellings, of
 * which the last is the option's name; `=` takes a value; `={a,b}` takes one of these values; `*` is a flag that may be repeated.
 */
function optionGrammar(...tables: readonly string[]): OptionGrammar {
  const found = new Map<string, UvOption>();
  // Continuation lines are indented below the options.
  for (const line of tables.join('\n').replaceAll('\n              ', ' ').split('\n')) {
    const [effect = '', since = '', ...words] = line.trim().split(/\s+/);
    if (effect !== 'none' && effect !== 'read' && effect !== 'open') continue;
    for (const word of words) {
      const [, spelled = '', equals, values, star] = /^([^={*]+)(=)?(?:\{(.*)\})?(\*)?$/.exec(word) ?? [];
      const names = spelled.split('|');
      const option: UvOption = {
        name: names.at(-1) ?? '',
        value: equals === undefined ? null : (values?.split(',') ?? 'any'),
        repeats: star !== undefined || equals !== undefined,
        since: readVersion(since) ?? [0, 0, 0],
        effect,
      };
      for (const name of names) found.set(name, option);
    }
  }
  return found;
}

/** Options that every command takes (from `uv help`, each tried with every examined release). */
const globalOptions = `
  none 0.1.0  -q|--quiet* -v|--verbose* --color={auto,always,never} --native-tls
  none 0.1.45 --no-native-tls --preview --no-preview
  none 0.2.0  --no-offline
  none 0.2.37 --no-progress
  none 0.8.24 --preview-features=
  none 0.11.0 --system-certs --no-system-certs
  none 0.3.5  --allow-insecure-host|--trusted-host=
  read 0.1.0  --offline --cache-dir= -h|--help
  read 0.1.24 -n|--no-cache-dir|--no-cache
  read 0.2.37 --no-config --directory= --no-python-downloads --allow-python-downloads
              --python-preference={only-managed,managed,system,only-system}
  read 0.2.0  --config-file=
  read 0.4.30 --project=
  read 0.6.17 --managed-python --no-managed-python
  open 0.2.37 --python-fetch=
`;

/** Options for how packages are found and built. */
const resolving = `
  none 0.2.37 --link-mode={clone,copy,hardlink,symlink} --compile|--compile-bytecode --no-compile|--no-compile-bytecode
              --index-strategy={first-index,unsafe-first-match,unsafe-best-match} --keyring-provider={disabled,subprocess}
              --no-refresh --no-upgrade --no-reinstall --build-isolation --build --binary --no-build-isolation --no-sources
  read 0.1.45 -p|--python=
  read 0.2.37 -U|--upgrade -P|--upgrade-package= --force-reinstall|--reinstall --reinstall-package= --refresh --refresh-package=
              --resolution={highest,lowest,lowest-direct} --pre|--prerelease-flag
              --prerelease={disallow,allow,if-necessary,explicit,if-necessary-or-explicit} --exclude-newer=
              -i|--index-url= --extra-index-url= -f|--find-links= --no-index
  read 0.4.30 --index= --default-index=
  read 0.5.31 --fork-strategy={fewest,requires-python}
  read 0.11.33 --upgrade-group=
  open 0.2.37 -C|--config-setting|--config-settings= --no-build-isolation-package= --no-build --no-build-package= --no-binary
              --no-binary-package=
  open 0.8.24 --exclude-newer-package= --config-settings-package=
  open 0.9.30 --no-sources-package=
  open 0.12.24 --prerelease-package=
  open 0.13.0 --require-build-hashes --no-require-build-hashes
`;

/** Options for which of the project's packages are installed. */
const packageChoice = `
  none 0.2.37 --no-all-extras
  none 0.4.30 --no-editable
  none 0.5.31 --no-active
  none 0.11.33 --no-editable-package=
  none 0.12.24 --no-frozen --no-locked
  read 0.2.37 --extra= --all-extras --dev --no-dev --locked --frozen --package=
  read 0.4.30 --group= --no-group= --only-group= --only-dev --all-packages
  read 0.5.31 --no-extra= --no-default-groups --all-groups
`;

const parts = `
  read 0.3.5  --no-install-project --no-install-workspace --no-install-package=
  read 0.8.24 --no-install-local`;

export const globalGrammar = optionGrammar(globalOptions, 'read 0.1.0 -V|--version');

export const syncGrammar = optionGrammar(
  globalOptions,
  resolving,
  packageChoice,
  parts,
  `
  none 0.3.0  --inexact --exact
  none 0.7.22 --output-format={text,json}
  read 0.5.31 --active --dry-run --script=
  read 0.6.17 --check
  open 0.7.22 --python-platform=
`,
);

export const runGrammar = optionGrammar(
  globalOptions,
  resolving,
  packageChoice,
  `
  none 0.4.30 --no-env-file
  none 0.5.31 --exact --inexact
  read 0.1.45 -w|--with=
  read 0.1.45 --isolated
  read 0.2.37 --with-requirements= --no-project
  read 0.3.5  --with-editable=
  read 0.4.30 -m|--module --env-file= --no-sync -s|--script
  read 0.5.31 --active
  open 0.5.31 --gui-script
  open 0.8.24 --python-platform=
`,
);

export const exportGrammar = optionGrammar(
  globalOptions,
  resolving,
  packageChoice,
  `
  none 0.4.30 --no-header --header --no-hashes --hashes --no-emit-project|--no-install-project
              --no-emit-workspace|--no-install-workspace
  none 0.6.17 --no-annotate --annotate
  none 0.8.24 --no-emit-local|--no-install-local
  none 0.11.33 --emit-index-url --emit-find-links
  read 0.4.30 --format={requirements.txt,requirements-txt,pylock.toml,cyclonedx1.5} -o|--output-file=
  read 0.5.31 --script=
  open 0.4.30 --no-emit-package|--no-install-package=
  open 0.5.31 --prune=
`,
);

export const lockGrammar = optionGrammar(
  globalOptions,
  resolving,
  `
  none 0.12.24 --no-frozen --no-locked
  read 0.2.37 --locked --frozen
  read 0.4.30 --dry-run
  read 0.5.31 --check --check-exists --script=
`,
);

export const addGrammar = optionGrammar(
  globalOptions,
  resolving,
  parts,
  `
  none 0.2.37 --dev --optional= --no-editable --editable --raw-sources --extra=
  none 0.4.30 --group=
  none 0.7.22 --bounds={lower,major,minor,exact} --raw
  none 0.12.24 --no-frozen --no-locked
  read 0.2.37 --no-sync --locked --frozen --package= --script=
  read 0.3.0  -r|--requirements=
  read 0.5.31 --active
  open 0.2.37 --rev= --tag= --branch=
  open 0.6.17 -c|--constraints= -m|--marker=
  open 0.7.22 --workspace
  open 0.8.0  --no-workspace
  open 0.9.30 --lfs
`,
);

/** Options that `uv pip install` and `uv pip sync` share. */
const installing = `
  none 0.1.24 --break-system-packages
  none 0.1.45 --no-break-system-packages --no-strict --no-system
  none 0.1.0  --strict
  none 0.2.37 --disable-pip-version-check --no-verify-hashes --verify-hashes
  read 0.1.24 --system --user -r|--requirement|--requirements= --dry-run
  read 0.2.37 -t|--target= --prefix=
  read 0.6.17 --group=
  read 0.1.0  --extra= --all-extras
  open 0.1.45 --require-hashes --python-version= --python-platform=
  open 0.1.0  -c|--constraint|--constraints= --no-binary= --only-binary= --override|--overrides=
  open 0.2.37 -b|--build-constraint|--build-constraints=
  open 0.6.17 --torch-backend=
  open 0.9.30 --excludes=
  open 0.12.0 --cert=
`;

export const pipGrammar = optionGrammar(
  globalOptions,
  resolving,
  installing,
  `
  none 0.4.30 --exact
  none 0.11.33 --no-editable
  none 0.12.24 --output-format={text,json}
  read 0.1.0  -e|--editable=
  read 0.12.24 --check
  open 0.1.0  --no-deps
`,
);

export const compileGrammar = optionGrammar(
  globalOptions,
  resolving,
  `
  none 0.1.0  --no-header --no-annotate --no-strip-extras --annotation-style={line,split} --generate-hashes --emit-index-url
              --emit-find-links
  none 0.2.37 --universal
  read 0.1.0  -o|--output-file= --extra= --all-extras
  read 0.1.45 --system --no-system
  read 0.6.17 --group= --format={requirements.txt,pylock.toml}
  open 0.1.0  -c|--constraint|--constraints= --override|--overrides= --no-deps --only-binary= --python-version=
  open 0.1.45 --python-platform= --emit-index-annotation
  open 0.1.24 --no-emit-package= --custom-compile-command=
`,
);

export const venvGrammar = optionGrammar(
  globalOptions,
  resolving,
  `
  none 0.1.24 --prompt= --system-site-packages --no-system --system
  none 0.2.37 --relocatable
  read 0.1.0  --seed
  read 0.1.45 --allow-existing
  read 0.4.30 --no-project|--no-workspace
  read 0.8.24 -c|--clear --no-clear
  read 0.11.33 --force
`,
);
