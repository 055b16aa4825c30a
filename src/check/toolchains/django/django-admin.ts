import { isKnown } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import type { Machine } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { django } from './django.ts';
import { usage } from './other-commands.ts';

/** `django-admin …`: unlike manage.py, it sets no settings module and does not search the current folder for modules. */
export function djangoAdmin(machine: Machine, args: readonly string[]): Status {
  const command = args.find((arg) => !arg.startsWith('-')) ?? '';
  const chosen =
    machine.env.get('DJANGO_SETTINGS_MODULE') ?? args.find((arg) => arg.startsWith('--settings'));
  const alone = /^(?:startproject|startapp|help|version|)$/.test(command);
  if (!alone && chosen === undefined)
    return usage(machine, 'ImproperlyConfigured: settings are not configured.');
  const finds = machine.env.has('PYTHONPATH') || args.some((arg) => arg.startsWith('--pythonpath'));
  if (!alone && !finds && isKnown(chosen ?? '')) {
    const written = (chosen ?? '').replace(/^--settings=?/, '') || 'config.settings';
    return usage(machine, `ModuleNotFoundError: No module named '${written.split('.')[0] ?? ''}'`);
  }
  const { command: program } = machine.project;
  return django(machine, resolvePath(machine.cwd, program), program, args, 'python');
}
