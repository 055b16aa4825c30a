import { isKnown } from '../../dockerfile/unknown-text.ts';
import { type OptionTable, optionTable, type ParsedOptions } from '../../simulation/programs/options.ts';

/** Options that every pip command takes (`pip help`, pip 23 to 26). */
const globalValued = `--python --log --keyring-provider --proxy --retries --timeout --exists-action --trusted-host --cert --client-cert
  --cache-dir --use-feature --use-deprecated --resume-retries --log-file --local-log --default-timeout`;
const globalPlain = `--debug --isolated --require-virtualenv --require-venv -v --verbose -q --quiet -V --version --no-input --no-cache-dir
  --disable-pip-version-check --no-color --no-python-version-warning --no-proxy-env -h --help`;
const installValued = `-r --requirement -c --constraint --build-constraint -e --editable -i --index-url --extra-index-url -f --find-links
  --src -C --config-settings --global-option --no-binary --only-binary --progress-bar --group --requirements-from-script
  --refresh-package --all-releases --only-final --uploaded-prior-to --pypi-url --source --source-dir --source-directory`;
const installPlain = `--no-deps --no-dependencies --only-deps --only-dependencies --pre --no-index --prefer-binary --require-hashes --no-require-hashes --no-build-isolation
  --use-pep517 --ignore-requires-python --no-clean --check-build-dependencies`;

export const installTable = optionTable(
  `${globalValued} ${installValued} -t --target --prefix --root --platform --python-version --implementation --abi --upgrade-strategy
   --root-user-action --report`,
  `${globalPlain} ${installPlain} -U --upgrade --user --no-user --break-system-packages --force-reinstall -I --ignore-installed
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

/** pip's main name of an option for each of its other names. */
export const longNames: Readonly<Record<string, string>> = {
  '--default-timeout': '--timeout',
  '--log-file': '--log',
  '--local-log': '--log',
  '--require-venv': '--require-virtualenv',
  '--no-dependencies': '--no-deps',
  '--only-dependencies': '--only-deps',
  '--pypi-url': '--index-url',
  '--source': '--src',
  '--source-dir': '--src',
  '--source-directory': '--src',
  '-r': '--requirement',
  '-c': '--constraint',
  '-e': '--editable',
  '-i': '--index-url',
  '-f': '--find-links',
  '-t': '--target',
  '-w': '--wheel-dir',
  '-d': '--dest',
};

const whole = { takes: /^\s{0,9}[+-]?\d{1,20}\s{0,9}$/, kind: 'integer' } as const;
const choice = (takes: RegExp) => ({ takes, kind: null }) as const;
/** The values that pip accepts for the options that it validates (pip 23 to 26; a release may lack some of the options). */
const values: Readonly<Record<string, { readonly takes: RegExp; readonly kind: string | null }>> = {
  '--retries': whole,
  '--resume-retries': whole,
  '--timeout': {
    takes: /^\s{0,9}[+-]?(?:\d{1,20}(?:\.\d{0,20})?|\.\d{1,20})(?:e[+-]?\d{1,4})?\s{0,9}$/i,
    kind: 'floating-point',
  },
  '--progress-bar': choice(/^(?:auto|on|off|raw)$/),
  '--root-user-action': choice(/^(?:warn|ignore)$/),
  '--upgrade-strategy': choice(/^(?:only-if-needed|eager)$/),
  '--exists-action': choice(/^[siwba]$/),
  '--keyring-provider': choice(/^(?:auto|disabled|import|subprocess)$/),
};

/** pip's error for an invalid value; null when all values are valid or one is unknown. */
export function refusedValue(options: ParsedOptions): string | null {
  for (const [written, given] of options) {
    const name = longNames[written] ?? written;
    const expected = Object.hasOwn(values, name) ? values[name] : undefined;
    const odd = expected && given.find((value) => isKnown(value) && !expected.takes.test(value));
    if (expected === undefined || odd === undefined) continue;
    return expected.kind === null
      ? `option ${name}: invalid choice: '${odd}'`
      : `option ${name}: invalid ${expected.kind} value: '${odd}'`;
  }
  return null;
}

/** Expands abbreviated options, which pip accepts if they are unambiguous. */
export function completeOptions(args: readonly string[], table: OptionTable): readonly string[] {
  const names = [...table.plain, ...table.valued];
  return args.map((arg) => {
    const [name = '', ...value] = arg.split('=');
    if (!/^--\w/.test(name) || names.includes(name)) return arg;
    const meant = names.filter((each) => each.startsWith(name));
    return meant.length === 1 ? [meant[0] ?? name, ...value].join('=') : arg;
  });
}
