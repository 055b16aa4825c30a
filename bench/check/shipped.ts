import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { parseDocument } from 'yaml';
import type { CheckInput } from '../../src/check/check.ts';
import { loadLesson } from '../../src/library/library.ts';

/** A shipped lesson for which the check's speed is measured. */
export interface ShippedLesson {
  readonly slug: string;
  /** Its solution, as handed in by one more student: none of its files has been checked before. */
  readonly handedIn: (n: number) => CheckInput;
  /** What the check is compared with: a program that reads the same student's main file. */
  readonly peer: { readonly name: string; readonly read: (input: CheckInput) => unknown };
}

const lessons = join(import.meta.dirname, '../../lessons');

type Texts = Readonly<Record<string, string>>;

async function textsIn(folder: string): Promise<Texts> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((each) =>
    each.isFile(),
  );
  return Object.fromEntries(
    await Promise.all(
      names.map(async ({ name, parentPath }) => {
        const path = join(parentPath, name);
        return [path.slice(folder.length + 1), await readFile(path, 'utf8')] as const;
      }),
    ),
  );
}

/** Another student's files: the same solution in different words. `#` begins a comment in all of them. */
const writtenBy = (n: number, files: Texts): Texts =>
  Object.fromEntries(
    Object.entries(files).map(([name, text]) => {
      const own = name === 'Dockerfile' ? text.replace(/^RUN .*/gm, (line) => `${line} # ${n}`) : text;
      return [name, `${own}\n# student ${n}\n`];
    }),
  );

/** `dockerfile-utils` checks a Dockerfile; there is no such tool for Compose, so its YAML is parsed. */
function peerOf(files: Texts): ShippedLesson['peer'] {
  const of = (name: string) => (input: CheckInput) => input.student.files[name] ?? '';
  if (files.Dockerfile !== undefined)
    return { name: 'validate, Dockerfile', read: (input) => validate(of('Dockerfile')(input)) };
  const name = Object.keys(files).find((each) => /\.ya?ml$/.test(each));
  if (name === undefined) throw new Error('this answer has neither a Dockerfile nor a Compose file');
  return { name: `parse, ${name}`, read: (input) => parseDocument(of(name)(input)).toJS() };
}

async function shipped(slug: string): Promise<ShippedLesson> {
  const { lesson, tree, solution } = await loadLesson(join(lessons, slug));
  if (solution === null) throw new Error(`${slug} has no answer of its own`);
  const files = await textsIn(solution);
  const handedIn = (n: number): CheckInput => ({
    student: { files: writtenBy(n, files), complete: true },
    lesson,
    tree,
  });
  return { slug, handedIn, peer: peerOf(files) };
}

/** All lessons that come with Dockhand, by name. */
export async function shippedLessons(): Promise<readonly ShippedLesson[]> {
  return Promise.all((await readdir(lessons)).sort().map(shipped));
}
