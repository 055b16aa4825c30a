import {
  type BaseImage,
  type ImageName,
  image,
  programsOfEveryImage,
} from '../../simulation/image/base-image.ts';
import { slimPrograms } from '../../simulation/image/slim-image.ts';
import { alpinePrograms } from '../alpine/alpine.ts';
import { ofRelease } from '../debian/releases.ts';
import { pythonEnv, pythonPrograms } from '../python/images.ts';

const uvPrograms = ['uv', 'uvx'];

/** uv's own images: some contain only uv, the others a distribution and possibly Python. */
export function baseImage(name: ImageName): BaseImage | null {
  const { path, label } = name;
  if (path !== 'ghcr.io/astral-sh/uv' && path !== 'astral/uv') return null;
  if (!/python|debian|bookworm|trixie|alpine/.test(label))
    return image(name, { family: 'none', files: 'empty', brings: uvPrograms });
  const isAlpine = label.includes('alpine');
  const ofSystem = isAlpine ? alpinePrograms : slimPrograms;
  const ofPython = label.includes('python') ? pythonPrograms : [];
  const version = /python(\d+\.\d+)/.exec(label)?.[1] ?? '';
  const programs = new Set([...programsOfEveryImage, ...ofSystem, ...ofPython]);
  return image(name, {
    family: isAlpine ? 'alpine' : 'debian',
    ...(isAlpine ? { programs } : ofRelease(label, programs)),
    env: { ...pythonEnv(version), UV_TOOL_BIN_DIR: '/usr/local/bin' },
    brings: uvPrograms,
  });
}
