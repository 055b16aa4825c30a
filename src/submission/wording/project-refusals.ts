import { type Locale, words } from '../../wording/wording.ts';
import { type ProjectRefusal, projectLimits } from '../project-limits.ts';

/** Why nothing of a student's project is taken, and what to do about it. */
const say = words('project-refusals', {
  en: {
    outside:
      'The path {{path}} leads out of your project. Zip the folder itself, without `..` and without whole paths of your computer.',
    'odd-path':
      'No file of a project has a path like {{path}}. Rename that file, then hand the folder in again.',
    'long-path':
      'The path {{path}} has more than {{pathLength}} characters. Move that file nearer to the top, or leave it out.',
    'too-deep': '{{path}} lies in more than {{depth}} folders. Move it nearer to the top, or leave it out.',
    link: '{{path}} is a symbolic link, and I do not follow any. Put the file itself in its place, then hand the folder in again.',
    special: '{{path}} is a device or a pipe, not a file. Leave it out, then hand the folder in again.',
    twice:
      'On many computers this is one name for two files: {{path}}. Rename one of them, then hand the folder in again.',
    'too-many':
      'It has more than {{files}} files. Leave out what a build makes or downloads, and hand in the rest.',
    'too-large':
      'Its texts have more than {{bytes}} kB together. Leave out data and what a build makes, and hand in the rest.',
    several: 'Several of its folders could be your project: {{path}}. Hand in the one that you build.',
    empty: 'There is no text file in it. Hand in the folder with your Dockerfile and your project.',
  },
});

/** `path`: what it is about, ready to be shown. */
export function sayProjectRefusal(locale: Locale, why: ProjectRefusal, path: string): string {
  const { files, depth, pathLength, bytes } = projectLimits;
  return say(locale, why, { path, files, depth, pathLength, bytes: bytes / 1024 });
}
