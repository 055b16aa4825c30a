import { optionTable } from '../../simulation/programs/options.ts';

const everywhere = {
  valued: '-P --project -C --directory',
  plain: `-h --help -q --quiet -V --version --ansi --no-ansi -n --no-interaction --no-plugins --no-cache -v -vv -vvv
    --verbose`,
};

/** Options that are allowed before and after every command. */
export const globalTable = optionTable(everywhere.valued, everywhere.plain);

/** `poetry install`, `poetry sync` (measured, poetry 2.5). */
export const installTable = optionTable(
  `${everywhere.valued} --without --with --only -E --extras`,
  `${everywhere.plain} --sync --no-root --no-directory --dry-run --all-extras --all-groups --only-root --compile`,
);

/** Options that only releases before 2 have. */
export const oldOptions: ReadonlySet<string> = new Set(['--no-dev', '--dev-only', '--remove-untracked']);

/** Poetry's commands. The effect of most of them is not simulated. */
export const commands: ReadonlySet<string> = new Set(
  `about add build cache check config debug env help init install list lock new publish python remove run search self show
   source sync update version`.split(/\s+/),
);
