import type { Instruction } from '../../dockerfile/instruction.ts';
import { buildError } from '../../dockerfile/problem.ts';
import { baseImage } from '../base.ts';
import { nameOf, plainFile, resolvePath } from '../files.ts';
import { fail, type Machine } from '../machine.ts';
import { running } from '../programs.ts';
import { readMount } from '../refusals.ts';
import { machineFor, mostFailures, type Run, type Substitution } from '../run.ts';
import { lacksUser, type Stage } from '../stage.ts';
import { noUser } from '../start.ts';
import { stageFor } from './copy.ts';

/** RUN: its commands, on the stage as it is. */
export function runInstruction(run: Run, stage: Stage, instruction: Instruction, words: Substitution): void {
  const machine = machineFor(run, stage, 'build', instruction.line);
  const mounted = mounts(run, stage, instruction, words);
  const during: Machine = {
    ...machine,
    sourceSince: stage.sourceSince ?? (mounted.ofSource ? instruction.line : null),
    cacheMounts: mounted.caches,
  };
  const files = stage.files;
  if (mounted.entries.length > 0) {
    stage.files = files.copy();
    for (const [path, context] of mounted.entries) {
      if (stage.files.get(path) === null) {
        const text = run.context.files.get(context)?.text ?? null;
        stage.files.put(path, { ...plainFile, from: context, text, line: instruction.line });
      }
    }
  }
  const shell = stage.shell?.[0] ?? '/bin/sh';
  let status: string;
  if (instruction.json) {
    status =
      instruction.args.length === 0
        ? 'ok'
        : running.words({ ...during, exec: true, direct: true }, instruction.args, null);
  } else if (!/(?:^|\/)(?:ba|da|a)?sh$/.test(shell)) {
    stage.files.blur();
    run.happenings.push({ kind: 'unknown', at: during.place, phase: 'build', what: 'SHELL' });
    status = 'unknown';
  } else {
    during.errexit = stage.shell?.some((word) => /^-[a-z]*e/.test(word)) ?? false;
    status = running.text(during, scriptOf(instruction), [], true);
  }
  if (lacksUser(stage, stage.user) && !run.failures.some(({ code }) => code === 'user-not-found')) {
    run.failures.push(noUser(during.place, 'build', stage.user));
  }
  if (status === 'failed' && during.failures.length === 0) {
    fail(during, 'shell-usage', { phrase: 'exit code: 1' });
  }
  if (status === 'failed' && run.failures.length < mostFailures) run.failures.push(...during.failures);
  if (mounted.entries.length > 0) {
    // What was mounted is gone again.
    for (const [path] of mounted.entries) if (files.get(path) === null) stage.files.remove(path);
  }
}

/** The script that a shell-form RUN hands to the shell: its line, or its heredoc. */
function scriptOf(instruction: Instruction): string {
  const [first] = instruction.heredocs;
  if (first === undefined) return instruction.rest;
  if (/^\d*<<-?\s*\S+$/.test(instruction.rest)) return first.content;
  // `<<EOF bash` is `bash <<EOF`, which the grammar of the shell knows.
  const line = instruction.rest.replace(/^(<<-?\S+)[ \t]+([^<>;&|]+)$/, '$2 $1');
  return [line, ...instruction.heredocs.map(({ name, content }) => `${content}${name}`)].join('\n');
}

/** Files that `RUN --mount=type=bind` shows for one step. */
function mounts(
  run: Run,
  stage: Stage,
  instruction: Instruction,
  words: Substitution,
): {
  readonly entries: readonly (readonly [string, string])[];
  readonly ofSource: boolean;
  /** Folders with a cache of the builder's over them. */
  readonly caches: readonly string[];
} {
  const entries: (readonly [string, string])[] = [];
  const caches: string[] = [];
  let ofSource = false;
  const { syntax } = run.dockerfile.lines;
  if (instruction.options.has('device') && !/labs/.test(syntax?.value ?? '')) {
    const phrase = 'device feature is only supported in Dockerfile frontend 1.14.0-labs or later';
    run.errors.dispatch.push(buildError('UnknownFlag', instruction.line, phrase, { flag: '--device' }));
  }
  for (const mount of instruction.options.get('mount') ?? []) {
    const { fields, error } = readMount(mount, instruction.line, (text) => words.word(text));
    if (error !== null) {
      run.errors.dispatch.push(error);
      continue;
    }
    const type = (fields.get('type') ?? 'bind').toLowerCase();
    const target = fields.get('target') ?? '.';
    if (type === 'cache') caches.push(resolvePath(stage.workdir, target));
    if (
      ['bind', 'cache', 'tmpfs'].includes(type) &&
      (target.startsWith('/') ? target : resolvePath(stage.workdir, target)) === '/'
    ) {
      run.errors.dispatch.push(
        buildError('InvalidMount', instruction.line, 'invalid mount target "/"', { mount }),
      );
      continue;
    }
    if (type !== 'bind') continue;
    const source = (fields.get('source') ?? '.').replace(/^\.?\/+|\/+$/g, '').replace(/^\.$/, '');
    const place = resolvePath(stage.workdir, target);
    const from = fields.get('from');
    if (from !== undefined) {
      mountStage(run, stage, from, source, place);
      continue;
    }
    for (const path of [...run.context.files.keys(), ...run.context.notSent]) {
      const inside = source === '' || path.startsWith(`${source}/`);
      if ((path !== source && !inside) || run.context.ignoredBy(path) !== null) continue;
      entries.push([
        path === source ? place : resolvePath(place, path.slice(source === '' ? 0 : source.length + 1)),
        path,
      ]);
      if (run.project.directory !== '' && path.startsWith(`${run.project.directory}/`)) ofSource = true;
    }
  }
  return { entries, ofSource, caches };
}

/** `--mount=from=…uv,source=/uv,target=/bin/uv`: uv for one step. */
function mountStage(run: Run, stage: Stage, from: string, source: string, place: string): void {
  const other = stageFor(run, from, stage);
  if (other !== null) {
    stage.uses.add(other);
    return;
  }
  run.images.push({ image: from, line: stage.line });
  if (!baseImage(from).hasUv) return;
  const name = source === '' ? 'uv' : nameOf(source);
  const path = source === '' ? `${place}/uv` : place;
  stage.files.put(path, {
    ...plainFile,
    executable: true,
    tool: name === 'uvx' ? 'uvx' : 'uv',
    line: stage.line,
  });
}
