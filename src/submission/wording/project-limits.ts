import { type Locale, words } from '../../wording/wording.ts';
import { projectLimits } from '../project-limits.ts';

/** What each limit of a student's own project bounds. docs/security.md has the same table. */
const say = words('project-limits', {
  en: {
    files: 'text files that are taken',
    fileBytes: 'one file; a larger one is left out, and that is said',
    bytes: 'all files that are taken',
    depth: 'folders that lie in one another',
    pathLength: 'characters of a path',
  },
});

/** The tests that fail without each of them: a file under `test/`, and a part of the test's title. */
const proofs: Readonly<Record<keyof typeof projectLimits, string>> = {
  files: 'intake/project.test.ts › a project with more files, or with many thousand',
  fileBytes: 'intake/project.test.ts › leaves out what is no text, what is too large',
  bytes: 'intake/project.test.ts › a project whose texts are too large together is refused',
  depth: 'intake/project.test.ts › lies in too many folders',
  pathLength: 'intake/project.test.ts › is longer than a path may be',
};

/** A limit of a student's own project. It is fixed: no variable changes it. */
export interface ProjectLimitLine {
  readonly name: keyof typeof projectLimits;
  readonly unit: 'KB' | 'count';
  readonly value: number;
  readonly keptBy: 'intake';
  readonly protects: string;
  readonly proof: string;
}

/** The limits of a student's own project, for `dockhand limits` and the docs. */
export const projectLimitLines = (locale: Locale = 'en'): readonly ProjectLimitLine[] =>
  (Object.keys(projectLimits) as (keyof typeof projectLimits)[]).map((name) => {
    const isSize = name === 'bytes' || name === 'fileBytes';
    return {
      name,
      unit: isSize ? 'KB' : 'count',
      value: isSize ? projectLimits[name] / 1024 : projectLimits[name],
      keptBy: 'intake',
      protects: say(locale, name),
      proof: proofs[name],
    };
  });
