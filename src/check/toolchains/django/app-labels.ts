import { isKnown } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import type { Machine } from '../../simulation/shell/machine.ts';

/** Apps that come with Django or with the lesson's framework. */
const foreignApps = new Set(
  'admin auth contenttypes sessions messages staticfiles sites authtoken rest_framework'.split(' '),
);

/** The app that `migrate` names when it belongs to Django or the framework, and so creates none of the project's tables. */
export const foreignLabel = (args: readonly string[]): string | undefined => {
  const [label = ''] = args.slice(args.indexOf('migrate') + 1);
  return foreignApps.has(label) ? label : undefined;
};

/** Whether the apps that a command names exist; if one does not, Django's message about it. */
type AppLookup =
  | { readonly kind: 'found' }
  | { readonly kind: 'missing'; readonly phrase: string }
  | { readonly kind: 'unknown' };

/** Looks in the project's folder for the apps that `manage.py <command>` names. Names of migrations are not checked. */
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
