import { parse } from 'smol-toml';
import { isKnown } from '../../dockerfile/unknown-text.ts';
import { nameOf, resolvePath } from '../../simulation/image/files.ts';
import type { Machine } from '../../simulation/shell/machine.ts';
import type { Usage } from './usage.ts';

/** The settings file that `--config-file`, before or after the command, or UV_CONFIG_FILE names, if it does not exist; null otherwise. */
export function missingSettings(machine: Machine, { options, operands }: Usage): string | null {
  const at = operands.findIndex((word) => /^--config-file(?:=|$)/.test(word));
  const behind = /^(?:sync|lock|export)$/.test(operands[0] ?? '') ? operands[at] : undefined;
  const inWord = behind?.split('=')[1];
  const written =
    options.get('--config-file')?.at(-1) ??
    (behind === undefined ? undefined : (inWord ?? operands[at + 1])) ??
    machine.env.get('UV_CONFIG_FILE') ??
    '';
  if (written === '') return null;
  const path = resolvePath(machine.cwd, written);
  return isKnown(path) && machine.stage.files.presence(path) === 'absent' ? written : null;
}

/** Settings in uv.toml that do not affect what is installed, each with its valid values. */
const harmless: Readonly<Record<string, (value: unknown) => boolean>> = {
  'link-mode': (value) => ['clone', 'copy', 'hardlink', 'symlink'].includes(String(value)),
  'compile-bytecode': (value) => typeof value === 'boolean',
  preview: (value) => typeof value === 'boolean',
  'native-tls': (value) => typeof value === 'boolean',
  'python-downloads': (value) => ['automatic', 'manual', 'never'].includes(String(value)),
  'concurrent-downloads': (value) => Number(value) > 0,
  'concurrent-installs': (value) => Number(value) > 0,
  'concurrent-builds': (value) => Number(value) > 0,
};

/** The effect of the settings files in the image: none that matters, an error because uv cannot parse one, or unknown. */
export function readSettings({ stage }: Machine): 'ok' | 'broken' | 'unknown' {
  const files = stage.files.find((entry, path) => entry.kind === 'file' && nameOf(path) === 'uv.toml');
  const read = files.map(([, { text, certain }]) => (certain ? settingsIn(text) : 'unknown'));
  if (read.length > 1 && read.some((each) => each !== 'ok')) return 'unknown';
  return read[0] ?? 'ok';
}

function settingsIn(text: string | null): 'ok' | 'broken' | 'unknown' {
  if (text === null || !isKnown(text) || text.length > 10_000) return 'unknown';
  try {
    const settings = Object.entries(parse(text));
    return settings.every(
      ([name, value]) => Object.hasOwn(harmless, name) && harmless[name]?.(value) === true,
    )
      ? 'ok'
      : 'unknown';
  } catch {
    return 'broken';
  }
}
