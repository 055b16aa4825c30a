import { isKnown } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import type { Machine } from '../../simulation/shell/machine.ts';

/** Apps that come with Django and the lesson's framework. */
const foreignApps = new Set(
  'admin auth contenttypes sessions messages staticfiles sites authtoken rest_framework'.split(' '),
);

/** The app that `migrate` is asked for, where it makes no table of the project's: Django's own, or the framework's. */
export const foreignLabel = (args: readonly string[]): string | undefined => {
  const [label = ''] = args.slice(args.indexOf('migrate') + 1);
  return foreignApps.has(label) ? label : undefined;
};

/**
 * Whether the apps that a command names exist, or Django's error for one that does not; names of migrations are not
 * known.
 */
export function labelOf(machine: Machine, folder: string, named: string, labels: readonly string[]): string {
  const [label, migration] = labels;
  if (label === undefined) return 'known';
  if (!isKnown(label) || machine.stage.files.isVague) return 'unknown';
  if (!foreignApps.has(label) && machine.stage.files.presence(resolvePath(folder, label)) === 'absent')
    return named === 'migrate'
      ? `CommandError: No installed app with label '${label}'.`
      : `No installed app with label '${label}'.`;
  return migration !== undefined && named === 'migrate' ? 'unknown' : 'known';
}
