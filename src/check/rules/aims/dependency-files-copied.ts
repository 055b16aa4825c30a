import type { TranslatableText } from '../../../wording/wording.ts';
import { quoted } from '../../dockerfile/text.ts';
import type { SimulatedFailure } from '../../simulation/failures.ts';
import { nameOf } from '../../simulation/image/files.ts';
import { copySentences, explainCopy } from '../missing-copy.ts';
import { failuresFor, installations, placeOf, unreadableInstruction } from '../queries.ts';
import { defineRule, type Reporter, type RuleContext, type Violation } from '../rule.ts';
import { copiedBeforeSource, copyLine, lostCopy, renamedCopy } from './dependency-copies.ts';

const texts = {
  title: 'The dependency files are in the image when they are needed',
  why: 'uv reads pyproject.toml and uv.lock to know what to install. It only sees files that a COPY has put into the image before.',
  never:
    'Nothing copies these by themselves: {{files}}. Copy them in a step of their own, above the line that installs the dependencies.',
  needed:
    '`{{command}}` on line {{line}} needs {{files}}, and nothing has copied them yet: it ends with “{{phrase}}”. Copy them in a step above it.',
  noLock:
    '`{{command}}` runs with {{flag}}, but uv.lock is not in {{folder}}: it ends with “Unable to find lockfile at `uv.lock`”. Copy uv.lock together with pyproject.toml.',
  elsewhere:
    '`{{command}}` works in {{folder}}, but the dependency files were copied to {{where}}, where it does not look. Copy them into {{folder}}.',
  onlySome:
    'This step copies {{present}} but not {{files}}. Both are needed: one names the packages, the other their exact versions.',
  comma:
    'The build stops here: "/{{path}}": not found. The files are separated by spaces, not by commas: leave the comma out.',
  comment: copySentences.comment,
  hidden: copySentences.hidden,
  notLetIn: copySentences.notLetIn,
  notFound:
    'The build stops here: "/{{path}}": not found. There is no such file in the folder that you build. Check the name.',
  filler: copySentences.filler,
  typo: copySentences.typo,
  blank:
    'The build stops here: "/{{path}}": not found. The space between the names is not a plain one, probably copied from a web page, so Docker takes it all for one name. Type it again.',
  renamedAbove:
    'This copies the dependency files into {{where}}, so uv installs there. At start `uv run` works in {{root}} and would download everything again. Copy them into {{root}}: below WORKDIR, end the line with ./',
  above: copySentences.above,
  flag: copySentences.flag,
  words: copySentences.words,
  renamed:
    'This step has no destination: Docker takes the last word for it, so {{from}} is saved under the name {{name}}. End the line with ./',
  overwritten:
    'The destination {{destination}} does not end with a slash and is not a folder, so each file overwrites the one before: only {{last}} is left, under that name. Write {{destination}}/ instead.',
  readme:
    'The project is built when it is installed, and its readme `{{path}}` is not in the image yet. Copy it too, or use `--no-install-project`.',
  placeholder:
    'The build stops here: "/{{path}}": not found. The words in <…> stand for something: put the names of the files there, and the folder.',
  lost: 'The build stops here: "/{{path}}": not found, and nothing copies {{files}}, which `{{command}}` on line {{line}} needs. Correct the names.',
  usage: 'The build stops here: “{{phrase}}”. Copy the dependency files in a step above.',
  broken: 'Docker cannot read `{{written}}`, so the dependency files are not copied.',
  noDestination:
    '`{{written}}` has a source but no destination. Say where the file goes: ./ is the folder that WORKDIR has set.',
} as const;

export const dependencyFilesCopied = defineRule({
  id: 'DependencyFilesCopied',
  severity: 'error',
  aim: 'dependencies-copied-first',
  reads: 'the files in the image, and in which folder, when the dependencies are installed',
  texts,
  good: {
    Dockerfile:
      'FROM python:3.11-slim\nWORKDIR /app\nRUN pip install uv\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --frozen\n',
  },
  bad: {
    Dockerfile:
      'FROM python:3.11-slim\nWORKDIR /app\nRUN pip install uv\nCOPY pyproject.toml ./\nRUN uv sync --frozen\n',
  },
  find: (context, report) => {
    const copies = [...unfoundCopies(context, report), ...overwrittenCopies(context, report)];
    if (copies.length > 0) return copies;
    const violations = failuresFor(context, 'dependencies-copied-first')
      .slice(0, 3)
      .flatMap((failure) => withoutFiles(failure, context, report) ?? []);
    if (violations.length > 0) return violations;
    return incompleteInstall(context, report) ?? (usesFiles(context) ? [] : neverInstalled(context, report));
  },
});

/** The names of the dependency files, without folders. */
const wantedFiles = ({ project }: RuleContext): readonly string[] => project.dependencyFiles.map(nameOf);

/** COPYs of dependency files that do not exist. */
function unfoundCopies(context: RuleContext, report: Reporter<typeof texts>): readonly Violation[] {
  return failuresFor(context, 'dependencies-copied-first').flatMap((failure): readonly Violation[] => {
    if (failure.kind !== 'copy-not-found') return [];
    const message = explainCopy(context, failure, {
      hidden: (values) => report('hidden', values),
      notLetIn: (values) => report('notLetIn', values),
      comment: () => report('comment'),
      comma: (values) => report('comma', values),
      filler: (values) => report('filler', values),
      above: (values) => report('above', values),
      flag: (values) => report('flag', values),
      words: (values) => report('words', values),
      blank: (values) => report('blank', values),
      typo: (values) => report('typo', values),
      notFound: (values) => report('notFound', values),
    });
    return [{ ...placeOf(failure), message, status: 'wrong' }];
  });
}

/** COPYs that write one file over another. */
function overwrittenCopies(context: RuleContext, report: Reporter<typeof texts>): readonly Violation[] {
  const wanted = wantedFiles(context);
  return context.simulation.steps.flatMap(({ instruction, copied }): readonly Violation[] => {
    const over = copied?.overwritten ?? null;
    if (over === null || !wanted.includes(over.last)) return [];
    const values = { destination: quoted(over.destination), last: over.last };
    const message = report('overwritten', values);
    return [{ file: context.names.dockerfile, line: instruction.line, message, status: 'wrong' }];
  });
}

/** Explains why a command lacks the files it needs; null if another rule reports that. */
function withoutFiles(
  failure: SimulatedFailure,
  context: RuleContext,
  report: Reporter<typeof texts>,
): Violation | null {
  const violationAt = (line: number | null, message: TranslatableText): Violation => ({
    file: context.names.dockerfile,
    line,
    message,
    status: 'wrong',
  });
  const swapped = renamedCopy(context);
  if (swapped !== null)
    return violationAt(swapped.line, report('renamed', { from: swapped.from, name: swapped.name }));
  const broken = unreadableCopy(context);
  if (broken !== null)
    return violationAt(
      broken.line,
      report(broken.known ? 'noDestination' : 'broken', { written: broken.written }),
    );
  const at = placeOf(failure);
  const copied = copyLine(context, 'pyproject.toml') ?? at.line;
  switch (failure.kind) {
    case 'needs-network': {
      const { download } = failure;
      // In the wrong folder, uv also looks for the files in the wrong place; the TODO about the folder reports that.
      if (download.kind !== 'packages-above' || failuresFor(context, 'project-directory').length > 0)
        return null;
      const values = { where: quoted(download.installed), root: quoted(download.root) };
      return violationAt(copied, report('renamedAbove', values));
    }
    case 'lock-not-found': {
      const { command, flag, folder } = failure;
      const values = { command: quoted(command), flag: quoted(flag), folder: quoted(folder) };
      return violationAt(copied, report('noLock', values));
    }
    case 'project-file-not-found':
      return withoutProject(failure, context, report);
    case 'project-elsewhere': {
      const { command, folder, where } = failure;
      const values = { command: quoted(command), folder: quoted(folder), where: quoted(where) };
      return violationAt(copied, report('elsewhere', values));
    }
    case 'project-not-installable':
      return { ...at, message: report('usage', { phrase: quoted(failure.phrase) }), status: 'wrong' };
    case 'readme-not-found':
    case 'requirements-not-found':
      return { ...at, message: report('readme', { path: quoted(failure.path) }), status: 'wrong' };
    default:
      return null;
  }
}

/** There is no pyproject.toml anywhere. A COPY of a missing file may have been intended to copy it. */
function withoutProject(
  failure: SimulatedFailure<'project-file-not-found'>,
  context: RuleContext,
  report: Reporter<typeof texts>,
): Violation {
  const { line } = failure.at;
  const command = quoted(failure.command);
  const files = wantedFiles(context).join(', ');
  const lostFiles = lostCopy(context);
  if (lostFiles !== undefined) {
    const path = quoted(lostFiles.path);
    const key = /^<.*>?$/.test(path) ? 'placeholder' : 'lost';
    const message = report(key, { path, command, line, files });
    return { file: context.names.dockerfile, line: lostFiles.at.line, message, status: 'wrong' };
  }
  const phrase = 'No `pyproject.toml` found in current directory or any parent directory';
  return {
    ...placeOf(failure),
    message: report('needed', { command, line, files, phrase }),
    status: copyLine(context, 'uv.lock') === null ? 'missing' : 'wrong',
  };
}

/** An installation that finds only some of the files; null if there is none. */
function incompleteInstall(
  context: RuleContext,
  report: Reporter<typeof texts>,
): readonly Violation[] | null {
  const half = installations(context).find(
    ({ command, present, absent }) =>
      command.startsWith('uv sync') && present.length > 0 && absent.length > 0,
  );
  if (half === undefined) return null;
  const present = half.present.map(nameOf).join(', ');
  const files = half.absent.map(nameOf).join(', ');
  const line = copyLine(context, nameOf(half.present[0] ?? '')) ?? half.at.line;
  const message = report('onlySome', { present, files });
  return [{ file: context.names.dockerfile, line, message, status: 'wrong' }];
}

/** Whether anything is installed from files. Packages given by name need none. */
const usesFiles = (context: RuleContext): boolean =>
  installations(context).some(
    ({ present, command }) => present.length > 0 || /\s-r|requirements|pyproject|\ssync|\slock/.test(command),
  );

const unreadableCopy = (context: RuleContext) => unreadableInstruction(context, /pyproject|uv\.lock/);

/** If nothing is installed, what counts is whether the files are copied before the source. */
function neverInstalled(context: RuleContext, report: Reporter<typeof texts>): readonly Violation[] {
  const file = context.names.dockerfile;
  const wanted = wantedFiles(context);
  const { names, line } = copiedBeforeSource(context, wanted);
  const violations = wanted.filter((name) => !names.has(name));
  if (violations.length === 0) return [];
  if (names.size > 0) {
    const message = report('onlySome', {
      present: [...names].join(', '),
      files: violations.join(', '),
    });
    return [{ file, line, message, status: 'wrong' }];
  }
  const broken = unreadableCopy(context);
  if (broken !== null) {
    const message = report('broken', { written: broken.written });
    return [{ file, line: broken.line, message, status: 'wrong' }];
  }
  return [{ file, line: null, message: report('never', { files: wanted.join(', ') }), status: 'missing' }];
}
