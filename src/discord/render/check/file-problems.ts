import type { FileNames, FileProblem } from '../../../intake/intake-result.ts';
import type { StudentFile } from '../../../lesson/manifest/requested-files.ts';
import { fileLimitBytes, zipLimitBytes } from '../../../submission/files.ts';
import { projectLimits } from '../../../submission/project-limits.ts';
import { sayProjectRefusal } from '../../../submission/wording/project-refusals.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { byteSize } from '../byte-size.ts';
import { container, type Message, text } from '../message.ts';
import { code } from '../quote.ts';

const say = words('file-problems', {
  en: {
    'too-big':
      '{{name}} is {{size}}. I read files up to {{limit}} kB; a Dockerfile is much smaller. Is it the right file?',
    'zip-too-big':
      '{{name}} is {{size}}. I open zips up to {{limit}} kB: leave out `.venv`, `node_modules` and `.git`, or attach the files one by one.',
    binary: '{{name}} is not a text file, so I cannot read it.',
    'utf-16':
      '{{name}} is saved as UTF-16, which Docker cannot read. Save it as UTF-8: in VS Code click on “UTF-16” at the bottom right, then “Save with Encoding”.',
    word: '{{name}} is a document of a word processor, which Docker cannot read. Open it, copy its text into a plain text editor (VS Code, Notepad), and save that as `Dockerfile` without an ending. Or just paste the text here.',
    rtf: '{{name}} is rich text (RTF), which Docker cannot read. In TextEdit choose “Format › Make Plain Text” and save it again, without an ending. Or just paste the text here.',
    html: '{{name}} is a web page (HTML), which Docker cannot read. Copy the text as the page shows it into a plain text editor and save that. Or just paste it here.',
    pdf: '{{name}} is a PDF, which Docker cannot read. Copy its text into a plain text editor and save that. Or just paste it here.',
    picture:
      '{{name}} is a picture, and I cannot read text in pictures. Paste the text itself, or attach the file.',
    archive: '{{name}} is an archive that I cannot open. Attach the files one by one, or in a .zip.',
    'not-in-archive':
      '{{name}} has none of the files that I look for. Put them into it, or attach them one by one.',
    misnamed:
      'I read {{name}} as your {{path}}. On your computer it has to be called exactly {{path}}, or Docker does not find it.',
    'not-fetched': 'I could not fetch {{name}} from Discord. Please send it once more.',
    unknown: 'I could not tell which file this is, so I left it out: {{start}}',
    'unknown-file': 'I could not tell which file {{name}} is, so I left it out.',
    several_one: 'You sent {{path}} twice. I looked at the last one.',
    several_other: 'You sent {{path}} {{times}} times. I looked at the last one.',
    several: 'You sent {{path}} several times. I looked at the last one.',
    'too-many': 'That was a lot of pieces: I looked at the first {{taken}}.',
    'not-kept':
      'I looked at this, but I cannot reach my notes at the moment, so I have **not** kept it. Please send it again in a few minutes.',
    'project-refused': 'I take nothing of {{name}}. {{why}}',
    left: 'I left out of {{name}}: {{list}}.',
    'left-binary': '{{list}} (not plain text)',
    'left-large': '{{list}} (more than {{limit}} kB)',
    'left-outside': '{{list}} (outside the folder with your Dockerfile)',
    'left-tools': '{{list}} (made by tools)',
    'left-more': '{{list}} and {{count}} more',
    'project-wanted':
      'This lesson builds your own project, and I have only single files of it. Send me its folder as a .zip (without `node_modules` and `.venv`), and I can tell what COPY finds.',
    'several-projects': 'You sent several projects at once. I looked at the last one.',
    more_one: '…and one more piece that I left out.',
    more_other: '…and {{count}} more pieces that I left out.',
    more: '…and {{count}} more pieces that I left out.',
    nothing: '### I found no file to check in that',
    how: 'Send me your `{{dockerfile}}`, and if you have them your `{{dockerignore}}` and `{{entrypoint}}`:\n- attach them as files, or\n- paste them between lines of three backticks, or\n- in the class server, use `/check` and paste them into the form.\nOne at a time is fine: I remember the others.',
    howListed:
      'Send me what you have of these: {{list}}.\n- Attach them as files, or\n- paste each between lines of three backticks, with its name above, or\n- in the class server, use `/check` and paste them into the form.\nOne at a time is fine: I remember the others.',
    howProject:
      'This lesson builds your own project. Send me its folder as a .zip, with your `{{dockerfile}}` in it and without `node_modules` and `.venv`:\n- attach it here, or\n- in the class server, attach it to the form of `/check` or to `/verify`.\nAfterwards one file at a time is fine: I remember the others.',
    'not-a-dockerfile':
      'A Dockerfile has a line that starts with `FROM`, and lines such as `RUN` and `COPY` after it.',
  },
});

/** One sentence for each file that could not be used, at most `most` of them. */
export function fileProblemLines(
  locale: Locale,
  problems: readonly FileProblem[],
  most = 4,
): readonly string[] {
  const lines = problems.slice(0, most).map((problem) => problemLine(locale, problem));
  const rest = problems.length - lines.length;
  return rest > 0 ? [...lines, say(locale, 'more', { count: rest })] : lines;
}

function problemLine(locale: Locale, problem: FileProblem): string {
  switch (problem.kind) {
    case 'too-big': {
      const isZip = /\.zip$/i.test(problem.name);
      return say(locale, isZip ? 'zip-too-big' : 'too-big', {
        name: code(problem.name, 60),
        size: byteSize(locale, problem.bytes),
        limit: (isZip ? zipLimitBytes : fileLimitBytes) / 1024,
      });
    }
    case 'unknown':
      return problem.name === null
        ? say(locale, 'unknown', { start: code(problem.start, 60) })
        : say(locale, 'unknown-file', { name: code(problem.name, 60) });
    case 'misnamed':
      return say(locale, 'misnamed', { name: code(problem.name, 60), path: code(problem.path, 60) });
    case 'several':
      return say(locale, 'several', {
        path: code(problem.path, 60),
        times: problem.left + 1,
        count: problem.left,
      });
    case 'not-kept':
      return say(locale, 'not-kept');
    case 'too-many':
      return say(locale, 'too-many', { taken: problem.taken });
    case 'project-refused':
      return say(locale, problem.kind, {
        name: code(problem.name, 60),
        why: sayProjectRefusal(locale, problem.why, code(problem.path, 80)),
      });
    case 'left-out':
      return leftOutLine(locale, problem);
    case 'project-wanted':
    case 'several-projects':
      return say(locale, problem.kind);
    default:
      return say(locale, problem.kind, { name: code(problem.name, 60) });
  }
}

type ProblemOf<Kind extends FileProblem['kind']> = Extract<FileProblem, { readonly kind: Kind }>;

/** All files left out of a project, in one line. */
function leftOutLine(locale: Locale, problem: ProblemOf<'left-out'>): string {
  const groups = (['tools', 'binary', 'large', 'outside'] as const).flatMap((group) => {
    const paths = problem[group];
    if (paths.length === 0) return [];
    const shown = paths.slice(0, 3).map((path) => code(group === 'tools' ? `${path}/` : path, 40));
    const count = paths.length - shown.length;
    const list = shown.join(', ');
    return [
      say(locale, `left-${group}`, {
        list: count === 0 ? list : say(locale, 'left-more', { list, count }),
        limit: projectLimits.fileBytes / 1024,
      }),
    ];
  });
  return say(locale, 'left', { name: code(problem.name, 60), list: groups.join('; ') });
}

/** What a lesson asks its students for. */
interface WantedOfStudent {
  readonly names: FileNames;
  readonly wantedFiles: readonly StudentFile[];
}

/** How to send the files. There is a shorter text for lessons with just the three usual files; otherwise the files are listed. */
function howToSend(locale: Locale, { names, wantedFiles: wanted }: WantedOfStudent): string {
  if (names.context === 'student') return say(locale, 'howProject', { dockerfile: names.dockerfile });
  const path = (role: StudentFile['role']): string | undefined =>
    wanted.find((file) => file.role === role)?.path;
  const [dockerfile, dockerignore, entrypoint] = [
    path('dockerfile'),
    path('dockerignore'),
    path('entrypoint'),
  ];
  if (
    wanted.length === 3 &&
    dockerfile !== undefined &&
    dockerignore !== undefined &&
    entrypoint !== undefined
  )
    return say(locale, 'how', { dockerfile, dockerignore, entrypoint });
  const list = wanted.slice(0, 8).map((file) => code(file.path, 60));
  return say(locale, 'howListed', { list: list.join(', ') });
}

/** There was nothing to check: says why, and what to send. */
export function nothingToCheck(
  locale: Locale,
  problems: readonly FileProblem[],
  wanted: WantedOfStudent,
): Message {
  const lines = fileProblemLines(locale, problems);
  const guess = problems.some((problem) => problem.kind === 'unknown')
    ? [say(locale, 'not-a-dockerfile')]
    : [];
  return {
    components: [
      container('waiting', [
        text(say(locale, 'nothing')),
        ...(lines.length === 0 ? [] : [text([...lines, ...guess].join('\n'))]),
        text(howToSend(locale, wanted)),
      ]),
    ],
  };
}
