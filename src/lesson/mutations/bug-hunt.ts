import type { Lesson } from '../lesson.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { installerLines, withoutExactness, withoutLock } from '../toolchains/installer-lines.ts';
import { planMutations } from './mutations.ts';
import { WrittenDockerfile, type WrittenInstruction } from './written-dockerfile.ts';

/** The symptom of a planted mistake, without its cause. */
export const bugSymptoms = [
  'permission-denied',
  'start-not-found',
  'interpreter-not-found',
  'start-in-quotes',
  'no-answer',
  'wrong-port',
  'no-tables',
  'manage-not-found',
  'installer-not-found',
  'lock-not-found',
  'slow-rebuild',
  'other-versions',
  'not-done',
] as const;
export type BugSymptom = (typeof bugSymptoms)[number];

/** A student's own files with one mistake in one of them. */
export interface PlantedBug {
  readonly symptom: BugSymptom;
  readonly file: string;
  /** The content of the file with the mistake. */
  readonly text: string;
}

/** Enough bugs for different students to get different ones, and for another round. */
const enoughBugs = 6;

type FileTexts = Readonly<Record<string, string>>;

/**
 * The mistakes that can be planted into a student's files: the named ones of a Django project, and those derived from the
 * lesson's structure.
 */
export function plantableBugs(
  lesson: Lesson & { readonly manifest: Manifest },
  files: FileTexts,
): readonly PlantedBug[] {
  const { manifest } = lesson;
  const { dockerfile, entrypoint } = manifest.files;
  const bugs = [
    ...dockerfileBugs(manifest, new WrittenDockerfile(files[dockerfile] ?? '')),
    ...scriptBugs(manifest, files[entrypoint] ?? ''),
  ];
  const planned = planMutations(lesson, files).mutations.flatMap((mutation): readonly PlantedBug[] => {
    const changed = Object.keys(mutation.files).filter((name) => mutation.files[name] !== files[name]);
    const [file] = changed;
    return file === undefined || changed.length > 1
      ? []
      : [{ symptom: 'not-done', file, text: mutation.files[file] ?? '' }];
  });
  const named = distinct(bugs, files);
  // Derived mistakes leave out whole steps, so they are used only for projects with few known one-line mistakes.
  return named.length >= enoughBugs ? named : distinct([...named, ...planned], files);
}

/** Of several bugs that yield the same text, keeps the first, which is the most specific. */
function distinct(bugs: readonly PlantedBug[], files: FileTexts): readonly PlantedBug[] {
  const seen = new Set(Object.entries(files).map(([file, text]) => `${file}\n${text}`));
  return bugs.filter(({ file, text }) => {
    const key = `${file}\n${text}`;
    return !seen.has(key) && seen.add(key).size > 0;
  });
}

function dockerfileBugs(manifest: Manifest, dockerfile: WrittenDockerfile): readonly PlantedBug[] {
  const file = manifest.files.dockerfile;
  const script = manifest.files.entrypoint.split('/').at(-1) ?? '';
  const found: PlantedBug[] = [];
  const plant = (symptom: BugSymptom, text: string | undefined): void => {
    if (text !== undefined) found.push({ symptom, file, text });
  };
  const change = (one: WrittenInstruction | undefined, how: (text: string) => string): string | undefined =>
    one === undefined ? undefined : dockerfile.replaced(one, how(one.text));
  const final = dockerfile.instructions.filter(({ stage }) => stage === dockerfile.lastStage);
  const last = (keyword: string, word = ''): WrittenInstruction | undefined =>
    final.findLast((each) => each.keyword === keyword && each.text.includes(word));
  const chmod = final.find(
    ({ keyword, text }) => keyword === 'RUN' && /^RUN chmod \S+ \S+$/.test(text) && text.includes(script),
  );
  plant('permission-denied', chmod === undefined ? undefined : dockerfile.without([chmod]));
  plant(
    'permission-denied',
    change(
      final.find(({ text }) => text.includes(' --chmod=') && text.includes(script)),
      (text) => text.replace(/ --chmod=\S+/, ' --chmod=644'),
    ),
  );
  const start = last('ENTRYPOINT', script) ?? last('CMD', script);
  plant(
    'start-not-found',
    change(start, (text) => text.replace(script, swapped(script))),
  );
  plant(
    'start-in-quotes',
    start?.text.includes('["') === true ? change(start, (text) => text.replaceAll('"', "'")) : undefined,
  );
  if (manifest.project === null) return found;
  const { sync, copy, installer } = installerLines(dockerfile);
  const folder = last('WORKDIR');
  plant(
    'manage-not-found',
    // A file at the top of the context is copied to wherever WORKDIR points.
    manifest.project.directory !== '' && folder?.text.endsWith(`/${manifest.project.directory}`) === true
      ? change(folder, (text) => `${text}s`)
      : undefined,
  );
  plant('installer-not-found', installer === undefined ? undefined : dockerfile.without([installer]));
  plant('lock-not-found', change(copy, withoutLock));
  plant('slow-rebuild', sync === undefined ? undefined : dockerfile.before(sync, 'COPY . .'));
  plant('other-versions', change(sync, withoutExactness));
  return found;
}

/** Bugs that change one line of the script. */
function scriptBugs({ files, port, project }: Manifest, script: string): readonly PlantedBug[] {
  const bug = (symptom: BugSymptom, text: string): PlantedBug => ({ symptom, file: files.entrypoint, text });
  return [
    bug('interpreter-not-found', script.replace(/^(#!\S*\/(?:ba|da)?sh)$/m, '$1h')),
    bug('no-answer', script.replaceAll('0.0.0.0', '127.0.0.1')),
    ...(port === null ? [] : [bug('wrong-port', script.replaceAll(`:${port}`, `:${port + 1}`))]),
    ...(project === null
      ? []
      : [
          bug(
            'no-tables',
            script
              .split('\n')
              .filter((line) => !/\bmigrate\b/.test(line))
              .join('\n'),
          ),
        ]),
  ].filter(({ text }) => text !== script);
}

/** Swaps two letters in the middle of a name: `entrypoint.sh` → `entrypiont.sh`. */
function swapped(name: string): string {
  const at = Math.max(0, Math.floor(name.lastIndexOf('.') / 2) + 1);
  return `${name.slice(0, at)}${name[at + 1] ?? ''}${name[at] ?? ''}${name.slice(at + 2)}`;
}
