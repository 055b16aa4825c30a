import { nearest } from '../../../spelling/nearest.ts';
import { unknownText } from '../../dockerfile/unknown-text.ts';
import {
  type BaseImage,
  type ImageName,
  image,
  programsOfEveryImage,
  usualPath,
} from '../../simulation/image/base-image.ts';
import { slimPrograms } from '../../simulation/image/slim-image.ts';
import { words } from '../../simulation/image/word-list.ts';
import { alpinePrograms } from '../alpine/alpine.ts';
import { fullPrograms } from '../debian/debian.ts';
import { ofRelease } from '../debian/releases.ts';

export const pythonPrograms = words('python python3 pip pip3 idle pydoc python3-config');

const slimPython: ReadonlySet<string> = new Set([
  ...programsOfEveryImage,
  ...pythonPrograms,
  ...slimPrograms,
]);
const fullPython: ReadonlySet<string> = new Set([...slimPython, ...fullPrograms]);
const alpinePython: ReadonlySet<string> = new Set([
  ...programsOfEveryImage,
  ...pythonPrograms,
  ...alpinePrograms,
]);

/** The environment variables of Python's official images; an empty version is an unknown one. */
export const pythonEnv = (version: string): Readonly<Record<string, string>> => ({
  PATH: `/usr/local/bin:${usualPath}`,
  LANG: 'C.UTF-8',
  GPG_KEY: unknownText,
  PYTHON_VERSION: version === '' ? unknownText : `${version}${unknownText}`,
  PYTHON_SHA256: unknownText,
});

/** A typo in the name is reported separately; the rest is judged by the name that was meant. */
const isMistyped = (path: string): boolean => /^p\w{3,7}$/.test(path) && nearest(path, ['python']) !== null;

/** Python's official images. */
export function baseImage(name: ImageName): BaseImage | null {
  const { path, label } = name;
  if (path !== 'python' && !isMistyped(path)) return null;
  const env = pythonEnv(/^\d+(?:\.\d+)*/.exec(label)?.[0] ?? '');
  if (label.includes('alpine')) return image(name, { family: 'alpine', programs: alpinePython, env });
  return label.includes('slim')
    ? image(name, { family: 'debian', folders: 'all', ...ofRelease(label, slimPython), env })
    : image(name, { family: 'debian', ...ofRelease(label, fullPython), env });
}
