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

/** Whether the apps exist that a command names; where one does not, what Django says of it. */
type AppLookup =
  | { readonly kind: 'found' }
  | { readonly kind: 'missing'; readonly phrase: string }
  | { readonly kind: 'unknown' };

/** Looks for the apps that `manage.py <command>` is given, in the project's folder; names of migrations are not known. */
export function findApps(
  machine: Machine,
  folder: string,
  command: string,
  [label, migration]: readonly string[],
): AppLookup {
  if (label === undefined) return { kind: 'found' };
  if (!isKnown(label) || machine.stage.files.isVague) return { kind: 'unknown' };
  const isMigrate = command === 'migrate';
  if (!foreignApps.has(label) && machine.stage.files.presence(resolvePath(folder, label)) === 'absent')
    return {
      kind: 'missing',
      phrase: `${isMigrate ? 'CommandError: ' : ''}No installed app with label '${label}'.`,
    };
  return { kind: migration !== undefined && isMigrate ? 'unknown' : 'found' };
}
