import { editDistance } from '../../nearest.ts';
import { fail, type Machine, type Status, unknown } from '../machine.ts';
import { optionTable, type Parsed } from '../options.ts';

/** Options that every uv command takes (uv 0.13; `uv help`). */
const globalValued = '--color --directory --project --config-file --cache-dir --allow-insecure-host';

const globalPlain =
  '-q --quiet -v --verbose --native-tls --no-native-tls --system-certs --no-system-certs --offline --no-offline --no-progress --no-config -n --no-cache --no-cache-dir -h --help -V --version --managed-python --no-managed-python --no-python-downloads --allow-python-downloads --preview --no-preview --python-fetch';

const resolver = `--index --default-index -i --index-url --extra-index-url -f --find-links --index-strategy --keyring-provider
  -P --upgrade-package --upgrade-group --resolution --prerelease --prerelease-package --fork-strategy --exclude-newer
  --exclude-newer-package --no-sources-package --reinstall-package --link-mode -C --config-setting --config-settings-package
  --no-build-isolation-package --no-build-package --no-binary-package --refresh-package -p --python --python-platform
  --python-preference`;

const resolverPlain = `--no-index -U --upgrade --no-upgrade --no-sources --reinstall --no-reinstall --force-reinstall --compile-bytecode
  --compile --no-compile-bytecode --no-compile --no-build-isolation --build-isolation --no-build --build --no-binary --binary
  --require-build-hashes --no-require-build-hashes --refresh --no-refresh --pre`;

const project = `--extra --no-extra --group --no-group --only-group --no-editable-package --package`;

const projectPlain = `--all-extras --no-all-extras --dev --no-dev --only-dev --no-default-groups --all-groups --no-editable
  --inexact --exact --active --no-active --locked --frozen --no-frozen --all-packages`;

export const globalTable = optionTable(globalValued, globalPlain);

export const syncTable = optionTable(
  `${globalValued} ${resolver} ${project} --output-format --no-install-package --script`,
  `${globalPlain} ${resolverPlain} ${projectPlain} --no-install-project --no-install-workspace --no-install-local --dry-run --check`,
);

export const runTable = optionTable(
  `${globalValued} ${resolver} ${project} --env-file -w --with --with-editable --with-requirements`,
  `${globalPlain} ${resolverPlain} ${projectPlain} -m --module --no-env-file --isolated --no-sync -s --script --gui-script --no-project`,
);

export const pipTable = optionTable(
  `${globalValued} ${resolver} -r --requirement --requirements -e --editable -c --constraint --constraints --override --overrides
   --excludes -b --build-constraint --build-constraints --extra --group -t --target --prefix --no-binary --only-binary
   --python-version --torch-backend --output-format --cert`,
  `${globalPlain} ${resolverPlain} --all-extras --no-deps --require-hashes --no-verify-hashes --verify-hashes --system --no-system
   --break-system-packages --no-break-system-packages --user --strict --no-strict --exact --dry-run --check`,
);

/** Distance of two words, up to 3: near misses are typing errors, others may be options of a newer uv. */
function near(word: string, known: ReadonlySet<string>): boolean {
  for (const each of known)
    if (Math.abs(each.length - word.length) <= 2 && editDistance(word, each) <= 2) return true;
  return false;
}

/** Options that students take over from pip, poetry or their memory, and that `uv sync` refuses. */
const refused = new Set([
  '--system',
  '--no-venv',
  '--venv',
  '--user',
  '-r',
  '--requirement',
  '--no-root',
  '--lock',
  '--no-cache-dirs',
  '--install',
  '--production',
  '-y',
  '--yes',
  '--no-install',
  '--freeze',
  '--exact-versions',
  '--from',
]);

export const truthy = (value: string | undefined): boolean =>
  value !== undefined && !/^(?:|0|false|no|off|f|n)$/i.test(value);

/** A wrong option ends uv; one that is in no list may belong to a newer version. */
export function wrongOption(
  machine: Machine,
  parsed: Parsed,
  command: string,
  table: { readonly plain: ReadonlySet<string>; readonly valued: ReadonlySet<string> },
  aim: 'dependencies-installed' | 'entrypoint-script' | null,
): Status {
  for (const option of parsed.foreign) {
    if (refused.has(option) || near(option, table.plain) || near(option, table.valued)) {
      return fail(
        machine,
        'uv-usage',
        { phrase: `error: unexpected argument '${option}' found`, command },
        aim,
      );
    }
  }
  return parsed.foreign.length > 0 ? unknown(machine, `${command} ${parsed.foreign[0] ?? ''}`) : 'ok';
}
