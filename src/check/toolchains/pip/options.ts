import { type OptionTable, optionTable } from '../../simulation/programs/options.ts';

/** Options that every command of pip takes (`pip help`, pip 23 to 26). */
const globalValued = `--python --log --keyring-provider --proxy --retries --timeout --exists-action --trusted-host --cert --client-cert
  --cache-dir --use-feature --use-deprecated --resume-retries`;
const globalPlain = `--debug --isolated --require-virtualenv -v --verbose -q --quiet -V --version --no-input --no-cache-dir
  --disable-pip-version-check --no-color --no-python-version-warning --no-proxy-env -h --help`;
const installValued = `-r --requirement -c --constraint --build-constraint -e --editable -i --index-url --extra-index-url -f --find-links
  --src -C --config-settings --global-option --no-binary --only-binary --progress-bar --group --requirements-from-script
  --refresh-package --all-releases --only-final --uploaded-prior-to`;
const installPlain = `--no-deps --only-deps --pre --no-index --prefer-binary --require-hashes --no-require-hashes --no-build-isolation
  --use-pep517 --ignore-requires-python --no-clean --check-build-dependencies`;

export const installTable = optionTable(
  `${globalValued} ${installValued} -t --target --prefix --root --platform --python-version --implementation --abi --upgrade-strategy
   --root-user-action --report`,
  `${globalPlain} ${installPlain} -U --upgrade --user --break-system-packages --force-reinstall -I --ignore-installed
   --no-warn-script-location --no-warn-conflicts --compile --no-compile --dry-run`,
);
export const wheelTable = optionTable(
  `${globalValued} ${installValued} -w --wheel-dir --build-option -d --dest --platform --python-version --implementation --abi`,
  `${globalPlain} ${installPlain} --no-verify`,
);
export const uninstallTable = optionTable(
  `${globalValued} -r --requirement --root-user-action`,
  `${globalPlain} -y --yes --break-system-packages`,
);
export const plainTable = optionTable(globalValued, globalPlain);

/** pip's own spelling of a short option. */
export const longNames: Readonly<Record<string, string>> = {
  '-r': '--requirement',
  '-c': '--constraint',
  '-e': '--editable',
  '-i': '--index-url',
  '-f': '--find-links',
  '-t': '--target',
  '-w': '--wheel-dir',
  '-d': '--dest',
};

/** Completes abbreviated options, which pip accepts where they are unambiguous. */
export function completeOptions(args: readonly string[], table: OptionTable): readonly string[] {
  const names = [...table.plain, ...table.valued];
  return args.map((arg) => {
    const [name = '', ...value] = arg.split('=');
    if (!/^--\w/.test(name) || names.includes(name)) return arg;
    const meant = names.filter((each) => each.startsWith(name));
    return meant.length === 1 ? [meant[0] ?? name, ...value].join('=') : arg;
  });
}
