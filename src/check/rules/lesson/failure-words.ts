import type { Values } from '../../../wording/wording.ts';
import type { Failure } from '../../simulation/happenings.ts';
import { quotedValue } from '../queries.ts';

interface Wording<Key extends string> {
  readonly key: Key;
  readonly values: Values;
}

type BuildKey =
  | 'found'
  | 'command'
  | 'source'
  | 'prompt'
  | 'lists'
  | 'file'
  | 'copy'
  | 'hidden'
  | 'package'
  | 'packageTypo'
  | 'notLetIn'
  | 'above'
  | 'stage'
  | 'folder'
  | 'script'
  | 'permission'
  | 'usage'
  | 'hangs'
  | 'manage'
  | 'module'
  | 'comment'
  | 'part'
  | 'user'
  | 'exitCode';

/** Which text a failed build step gets, and what goes into it. */
export function wording(failure: Failure): Wording<BuildKey> {
  const values: Values = Object.fromEntries(
    Object.entries(failure.values).map(([name, value]) => [
      name,
      typeof value === 'number' ? value : quotedValue(failure, name),
    ]),
  );
  return { key: buildKey(failure), values };
}

function buildKey(failure: Failure): BuildKey {
  switch (failure.code) {
    case 'command-not-found':
      if (failure.values.command === '$') return 'prompt';
      return failure.values.command === 'source' ? 'source' : 'command';
    case 'package-lists-missing':
      if (failure.values.instead === undefined) return 'lists';
      return failure.values.instead === '' ? 'package' : 'packageTypo';
    case 'file-not-found':
      return 'file';
    case 'copy-not-found':
      if (failure.values.path === '#') return 'comment';
      if (failure.values.pattern !== '') return 'hidden';
      if (failure.values.stage !== '') return 'stage';
      return failure.values.instead !== '' ? 'above' : 'copy';
    case 'folder-not-found':
      return 'folder';
    case 'script-not-found':
    case 'not-executable':
    case 'no-interpreter':
      return 'script';
    case 'not-permitted':
      return 'permission';
    case 'shell-usage':
    case 'uv-usage':
    case 'pip-usage':
    case 'server-usage':
    case 'django-usage':
      return 'usage';
    case 'exit-code':
      return failure.values.command === undefined ? 'usage' : 'exitCode';
    case 'source-missing':
      return 'part';
    case 'waits':
      return 'hangs';
    case 'manage-not-found':
      return 'manage';
    case 'module-not-found':
      return 'module';
    case 'user-not-found':
      return 'user';
    default:
      return 'found';
  }
}

type StartKey = 'found' | 'readOnly' | 'waits' | 'permission' | 'settings' | 'user' | 'host';

/** The same for a container that ends, or never serves. */
export function startWording(failure: Failure): Wording<StartKey> {
  const { values } = wording(failure);
  const keys: Partial<Record<Failure['code'], StartKey>> = {
    'read-only': 'readOnly',
    waits: 'waits',
    'not-permitted': 'permission',
    'module-not-found': 'settings',
    'user-not-found': 'user',
    'host-refused': 'host',
  };
  return { key: keys[failure.code] ?? 'found', values };
}
