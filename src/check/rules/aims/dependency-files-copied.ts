import { quoted } from '../../dockerfile/text.ts';
import { nameOf } from '../../simulation/image/files.ts';
import { ignoreRemedy } from '../ignore-remedy.ts';
import {
  failuresFor,
  failuresOf,
  installations,
  isFiller,
  placeOf,
  quotedValue,
  unreadableInstruction,
} from '../queries.ts';
import { defineRule, type RuleContext, type Violation } from '../rule.ts';

export const dependencyFilesCopied = defineRule({
  id: 'DependencyFilesCopied',
  severity: 'error',
  aim: 'dependencies-copied-first',
  reads: 'the files in the image, and in which folder, when the dependencies are installed',
  texts: {
    title: 'The dependency files are in the image when they are needed',
    why: 'uv reads pyproject.toml and uv.lock to know what to install. It only sees files that a COPY has put into the image before.',
    never:
      'Nothing copies {{files}} by themselves. Copy them in a step of their own, above the line that installs the dependencies.',
    needed:
      '`{{command}}` on line {{line}} needs {{files}}, and nothing has copied them yet: it ends with “{{phrase}}”. Copy them in a step above it.',
    noLock:
      '`{{command}}` runs with {{flag}}, but uv.lock is not in {{folder}}: it ends with “Unable to find lockfile at `uv.lock`”. Copy uv.lock together with pyproject.toml.',
    elsewhere:
      '`{{command}}` works in {{folder}}, but the dependency files were copied to {{where}}, where it does not look. Copy them into {{folder}}.',
    onlySome:
      'This step copies {{present}} but not {{files}}. Both are needed: one names the packages, the other their exact versions.',
    comma:
      'The build stops here: "/{{path}}": not found. The files are parted by blanks, not by commas: leave the comma out.',
    comment:
      'The build stops here: "/#": not found. Docker takes a comment behind COPY for more files. Put it on a line of its own.',
    hidden:
      'The build stops here: "/{{path}}": not found. Line {{patternLine}} of {{ignore}} (`{{pattern}}`) hides it from Docker. Take that pattern out.',
    notLetIn:
      'The build stops here: "/{{path}}": not found. Line {{patternLine}} of {{ignore}} (`{{pattern}}`) hides it, and no line below lets it in again. Write `!{{path}}` on a line below.',
    notFound:
      'The build stops here: "/{{path}}": not found. There is no such file in the folder that you build. Check the name.',
    filler:
      'The build stops here: "/{{path}}": not found. Docker takes each word of COPY for a file. Write only what to copy and where to; a second COPY goes on a line of its own.',
    typo: 'The build stops here: "/{{path}}": not found. There is no such file in the folder that you build. Did you mean {{meant}}?',
    blank:
      'The build stops here: "/{{path}}": not found. The blank between the names is no plain one, probably copied from a web page, so Docker takes all for one name. Type it anew.',
    renamedAbove:
      'This copies the dependency files into {{where}}, so uv installs there. At start `uv run` works in {{root}} and would download everything again. Copy them into {{root}}: below WORKDIR, end the line with ./',
    above:
      'The build stops here: "/{{path}}": not found. Paths begin in the folder that you build, so leave its name out: write {{instead}}.',
    renamed:
      'This step has no destination: Docker takes the last word for it, so {{from}} is saved under the name {{name}}. End the line with ./',
    overwritten:
      'The destination {{destination}} does not end with a slash and is no folder, so each file overwrites the one before: only {{last}} is left, under that name. Write {{destination}}/ instead.',
    readme:
      'The project is built when it is installed, and its readme `{{path}}` is not in the image yet. Copy it too, or use --no-install-project.',
    placeholder:
      'The build stops here: "/{{path}}": not found. The words in <…> stand for something: put the names of the files there, and the folder.',
    lost: 'The build stops here: "/{{path}}": not found, and nothing copies {{files}}, which `{{command}}` on line {{line}} needs. Correct the names.',
    usage: 'The build stops here: “{{phrase}}”. Copy the dependency files in a step above.',
    broken: 'Docker cannot read `{{written}}`, so the dependency files are not copied.',
    noDestination:
      '`{{written}}` has a source but no destination. Say where the file goes: ./ is the folder that WORKDIR has set.',
  },
  good: {
    Dockerfile:
      'FROM python:3.11-slim\nWORKDIR /app\nRUN pip install uv\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --frozen\n',
  },
  bad: {
    Dockerfile:
      'FROM python:3.11-slim\nWORKDIR /app\nRUN pip install uv\nCOPY pyproject.toml ./\nRUN uv sync --frozen\n',
  },
  find: (context, report) => {
    const hits: Violation[] = [];
    const wanted = context.project.dependencyFiles.map(nameOf);
    const file = context.names.dockerfile;
    for (const failure of failuresFor(context, 'dependencies-copied-first')) {
      const at = placeOf(failure);
      if (failure.code === 'copy-not-found') {
        const values = {
          path: quotedValue(failure, 'path'),
          ignore: context.names.dockerignore,
          pattern: quotedValue(failure, 'pattern'),
          patternLine: Number(failure.values.patternLine),
          instead: quotedValue(failure, 'instead'),
          meant: quotedValue(failure, 'meant'),
        };
        hits.push({
          ...at,
          message: report(
            values.pattern !== ''
              ? ignoreRemedy(context, values.pattern, values.path)
              : values.path === '#'
                ? 'comment'
                : values.path.endsWith(',')
                  ? 'comma'
                  : isFiller(values.path)
                    ? 'filler'
                    : values.instead !== ''
                      ? 'above'
                      : /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/.test(String(failure.values.path))
                        ? 'blank'
                        : values.meant !== ''
                          ? 'typo'
                          : 'notFound',
            values,
          ),
          status: 'wrong',
        });
      }
    }
    for (const { instruction, copied } of context.simulation.steps) {
      const over = copied?.overwritten ?? null;
      if (over !== null && wanted.includes(over.last)) {
        const values = { destination: quoted(over.destination), last: over.last };
        hits.push({ file, line: instruction.line, message: report('overwritten', values), status: 'wrong' });
      }
    }
    if (hits.length > 0) return hits;
    const broken = unreadableInstruction(context, /pyproject|uv\.lock/);
    for (const failure of failuresFor(context, 'dependencies-copied-first').slice(0, 3)) {
      const at = placeOf(failure);
      const command = quotedValue(failure, 'command');
      const swapped = renamed(context);
      if (swapped !== null && failure.code !== 'copy-not-found') {
        hits.push({
          file,
          line: swapped.line,
          message: report('renamed', { from: swapped.from, name: swapped.name }),
          status: 'wrong',
        });
      } else if (broken !== null) {
        hits.push({
          file,
          line: broken.line,
          message: report(broken.known ? 'noDestination' : 'broken', {
            written: broken.written,
          }),
          status: 'wrong',
        });
      } else if (failure.code === 'needs-network') {
        // In a wrong folder uv also looks in the wrong place: that is told with the folder.
        if (failuresFor(context, 'project-directory').length > 0) continue;
        const values = { where: quotedValue(failure, 'where'), root: quotedValue(failure, 'root') };
        const line = copyLine(context, 'pyproject.toml');
        hits.push({ file, line: line ?? at.line, message: report('renamedAbove', values), status: 'wrong' });
      } else if (failure.code === 'no-lock') {
        const line = copyLine(context, 'pyproject.toml');
        const values = {
          command,
          flag: quotedValue(failure, 'flag'),
          folder: quotedValue(failure, 'folder'),
        };
        hits.push({ file, line: line ?? at.line, message: report('noLock', values), status: 'wrong' });
      } else if (failure.code === 'no-pyproject' && lostCopy(context) !== undefined) {
        const lost = lostCopy(context);
        const path = lost === undefined ? '' : quotedValue(lost, 'path');
        const values = { path, command, line: failure.at.line, files: wanted.join(' and ') };
        hits.push({
          file,
          line: lost?.at.line ?? at.line,
          message: report(/^<.*>?$/.test(path) ? 'placeholder' : 'lost', values),
          status: 'wrong',
        });
      } else if (failure.code === 'no-pyproject') {
        const values = {
          command,
          line: failure.at.line,
          files: wanted.join(' and '),
          phrase: 'No `pyproject.toml` found in current directory or any parent directory',
        };
        hits.push({
          ...at,
          message: report('needed', values),
          status: copyLine(context, 'uv.lock') === null ? 'missing' : 'wrong',
        });
      } else if (failure.code === 'sync-elsewhere') {
        const values = {
          command,
          folder: quotedValue(failure, 'folder'),
          where: quotedValue(failure, 'where'),
        };
        hits.push({
          file,
          line: copyLine(context, 'pyproject.toml') ?? at.line,
          message: report('elsewhere', values),
          status: 'wrong',
        });
      } else if (failure.code === 'pip-usage') {
        hits.push({
          ...at,
          message: report('usage', { phrase: quotedValue(failure, 'phrase') }),
          status: 'wrong',
        });
      } else if (failure.code === 'file-not-found') {
        hits.push({
          ...at,
          message: report('readme', { path: quotedValue(failure, 'path') }),
          status: 'wrong',
        });
      }
    }
    if (hits.length > 0) return hits;
    const all = installations(context);
    const half = all.find(
      ({ command: by, present, absent }) =>
        by.startsWith('uv sync') && present.length > 0 && absent.length > 0,
    );
    if (half !== undefined) {
      const names = {
        present: half.present.map(nameOf).join(' and '),
        files: half.absent.map(nameOf).join(' and '),
      };
      const line = copyLine(context, nameOf(half.present[0] ?? '')) ?? half.at.line;
      return [{ file, line, message: report('onlySome', names), status: 'wrong' }];
    }
    // Packages by name need no file.
    if (
      all.some(
        ({ present, command: by }) =>
          present.length > 0 || /\s-r|requirements|pyproject|\ssync|\slock/.test(by),
      )
    )
      return hits;
    return neverInstalled(context, wanted, broken).map(({ key, line, values, status }) => ({
      file,
      line,
      message: report(key, values),
      status,
    }));
  },
});

/** A COPY of files that are not there and that serve nothing known: an answer half filled in. */
const lostCopy = (context: RuleContext) =>
  failuresOf(context, ['copy-not-found'], 'build').find(
    ({ aim, values }) => aim === null && values.stage === '',
  );

/** The line that copies a file of the context by name, or with the rest. */
function copyLine(context: RuleContext, name: string): number | null {
  const step = context.simulation.steps.find(({ copied }) =>
    copied?.named.some((path) => nameOf(path) === name),
  );
  return step?.instruction.line ?? null;
}

/** A COPY whose last word is a dependency file: Docker takes that for the destination. */
function renamed(
  context: RuleContext,
): { readonly line: number; readonly from: string; readonly name: string } | null {
  const names = context.project.dependencyFiles.map(nameOf);
  for (const { instruction, sources } of context.simulation.steps) {
    const name = nameOf(instruction.args.at(-1) ?? '');
    const from = nameOf(sources[0] ?? '');
    if (instruction.keyword === 'copy' && names.includes(name) && names.includes(from) && name !== from) {
      return { line: instruction.line, from, name };
    }
  }
  return null;
}

interface Lack {
  readonly key: 'never' | 'onlySome' | 'broken';
  readonly line: number | null;
  readonly values: Readonly<Record<string, string>>;
  readonly status: 'missing' | 'wrong';
}

/** Nothing installs: then what counts is whether the files were copied before the source. */
function neverInstalled(
  context: RuleContext,
  wanted: readonly string[],
  broken: { readonly line: number; readonly written: string } | null,
): readonly Lack[] {
  const since = context.simulation.final?.sourceSince ?? Number.POSITIVE_INFINITY;
  const copied = new Set<string>();
  let line: number | null = null;
  for (const step of context.simulation.steps) {
    if (step.copied === null || step.instruction.line >= since) continue;
    for (const path of step.copied.taken) {
      if (!wanted.includes(nameOf(path))) continue;
      copied.add(nameOf(path));
      line = step.instruction.line;
    }
  }
  const lacking = wanted.filter((name) => !copied.has(name));
  if (lacking.length === 0) return [];
  if (copied.size > 0) {
    return [
      {
        key: 'onlySome',
        line,
        values: { present: [...copied].join(' and '), files: lacking.join(' and ') },
        status: 'wrong',
      },
    ];
  }
  if (broken !== null)
    return [{ key: 'broken', line: broken.line, values: { written: broken.written }, status: 'wrong' }];
  return [{ key: 'never', line: null, values: { files: wanted.join(' and ') }, status: 'missing' }];
}
