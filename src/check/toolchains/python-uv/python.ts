import { isKnown } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import type { ParsedOptions } from '../../simulation/programs/options.ts';
import type { Machine } from '../../simulation/shell/machine.ts';
import { fitsPython } from '../python/requirement.ts';
import { pythonOf } from '../python/version.ts';
import { truthy } from './boolean-values.ts';
import { metadataAt } from './project.ts';

/**
 * Which Python uv selects: the image's own (`own`), one that it has to download (`elsewhere`), none because downloads are disabled or the
 * program does not exist (`refused`), or `unknown`.
 */
export type PythonChoice =
  | { readonly kind: 'own' }
  | { readonly kind: 'elsewhere'; readonly wanted: string }
  | { readonly kind: 'refused'; readonly phrase: string }
  | { readonly kind: 'unknown' };

/** The Python that a project is installed for and run with. */
export function choosePython(machine: Machine, options: ParsedOptions, root: string | null): PythonChoice {
  const own = pythonOf(machine);
  const request =
    options.get('--python')?.at(-1) ??
    nonEmpty(machine.env.get('UV_PYTHON')) ??
    pinnedVersion(machine, options, root);
  if (request === 'unknown') return { kind: 'unknown' };
  const managed =
    options.has('--managed-python') ||
    truthy(machine.env.get('UV_MANAGED_PYTHON')) ||
    (options.get('--python-preference')?.at(-1) ?? machine.env.get('UV_PYTHON_PREFERENCE')) ===
      'only-managed';
  if (managed) return { kind: 'unknown' };
  const required = root === null ? '' : (metadataAt(machine, root)?.requiresPython ?? '');
  const answers = [
    request === null ? true : matchesOwn(machine, request, own),
    own === null ? 'unknown' : fitsPython(required, own),
  ];
  const missing = answers.find((answer) => typeof answer === 'object');
  if (typeof missing === 'object') return missing;
  if (
    own === null &&
    request === null &&
    (required === '' || machine.stage.base.programs?.has('python') === true)
  )
    return { kind: 'own' };
  if (answers.includes(false)) {
    const wanted = request !== null && answers[0] === false ? request : required;
    const withoutDownload =
      options.has('--no-python-downloads') ||
      /^(?:never|manual|false|0)$/.test(machine.env.get('UV_PYTHON_DOWNLOADS') ?? '') ||
      options.has('--no-managed-python') ||
      truthy(machine.env.get('UV_NO_MANAGED_PYTHON')) ||
      (options.get('--python-preference')?.at(-1) ?? machine.env.get('UV_PYTHON_PREFERENCE')) ===
        'only-system';
    return withoutDownload
      ? { kind: 'refused', phrase: `error: No interpreter found for Python ${wanted}` }
      : { kind: 'elsewhere', wanted };
  }
  return answers.includes('unknown') ? { kind: 'unknown' } : { kind: 'own' };
}

const nonEmpty = (value: string | undefined): string | null =>
  value === undefined || value === '' ? null : value;

/** The version that a .python-version next to the project's pyproject.toml requests. */
function pinnedVersion(machine: Machine, options: ParsedOptions, root: string | null): string | null {
  if (root === null || options.has('--no-config') || truthy(machine.env.get('UV_NO_CONFIG'))) return null;
  const path = resolvePath(root, '.python-version');
  const entry = machine.stage.files.get(path);
  if (entry === null) return null;
  if (entry.text === null || !entry.certain) return 'unknown';
  const line = entry.text.split('\n').find((each) => each.trim() !== '' && !each.trim().startsWith('#'));
  const version = line?.trim() ?? '';
  // uv ignores anything else with a warning.
  return /^(?:\w+[@-])?[0-9.]+$|^python/.test(version) ? version : null;
}

/** Whether the image's own Python satisfies a request by version, name or path. */
function matchesOwn(
  machine: Machine,
  request: string,
  own: string | null,
): boolean | 'unknown' | PythonChoice {
  if (!isKnown(request)) return 'unknown';
  if (request.includes('/')) {
    const path = resolvePath(machine.cwd, request);
    const entry = machine.stage.files.get(path);
    if (path === '/usr/local/bin/python' || entry?.tool === 'python') return true;
    if (machine.stage.environments.has(path)) return true;
    return machine.stage.files.presence(path) === 'absent'
      ? { kind: 'refused', phrase: `error: No interpreter found at path \`${request}\`` }
      : 'unknown';
  }
  const version = /^(?:cpython|python)?[@-]?(\d[\d.]*)$/.exec(request)?.[1];
  if (version !== undefined) {
    if (own === null) return 'unknown';
    // `311` means 3.11.
    const numbers = /^3\d+$/.test(version) ? `3.${version.slice(1)}` : version;
    return fitsPython(`==${numbers}${numbers.split('.').length > 2 ? '' : '.*'}`, own);
  }
  if (/^(?:any|default|python3?|cpython)$/.test(request)) return true;
  if (/^[<>=~!]/.test(request)) return own === null ? 'unknown' : fitsPython(request, own);
  return 'unknown';
}
