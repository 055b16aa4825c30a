import { cleanPath } from '../../dockerfile/clean-path.ts';
import { isKnown } from '../../dockerfile/unknown-text.ts';
import { type Entry, nameOf, plainFile, resolvePath, within } from '../image/files.ts';
import { modeMakesExecutable } from '../image/mode.ts';
import { lacksUser, type Stage, systemEnvironment } from '../image/stage.ts';
import {
  type CopyRequest,
  contextItems,
  expanded,
  foreignItems,
  type Item,
  isForeign,
  type MissingSource,
  parentsKept,
  stageItems,
} from './copy-sources.ts';

/** What COPY or ADD came to. */
export interface CopyResult {
  readonly missing: readonly MissingSource[];
  /** Context files that the layer depends on. */
  readonly taken: readonly string[];
  /** Files written over each other: several sources, and a destination that is a file. */
  readonly overwritten: { readonly destination: string; readonly last: string } | null;
  /** Context paths that were named, not swept in with a folder. */
  readonly named: readonly string[];
}

/** Carries out COPY or ADD on a stage's files. */
export function copyFiles(request: CopyRequest): CopyResult {
  const { stage, instruction } = request;
  const missing: MissingSource[] = [];
  const taken: string[] = [];
  const named: string[] = [];
  let overwritten: CopyResult['overwritten'] = null;
  const destination = resolvePath(stage.workdir, request.destination === '' ? '.' : request.destination);
  const asFolder = /(?:^|\/)\.?$/.test(request.destination) || request.destination === '.';
  const executable = request.chmod === null ? null : modeMakesExecutable(request.chmod);
  // A user who is not in the image is no error for BuildKit (measured): then the files are root's.
  const owner =
    request.chown === null || lacksUser(stage, request.chown)
      ? 'root'
      : (request.chown.split(':')[0] ?? 'root');
  const own = (entry: Entry): Entry => ({
    ...entry,
    owner: request.from === null || request.chown !== null ? owner : entry.owner,
    executable: executable ?? entry.executable,
    line: instruction.line,
  });
  let written: string | null = null;
  const putFile = (name: string, entry: Entry): void => {
    const intoFolder = asFolder || stage.files.presence(destination) === 'folder' || destination === '/';
    const target = intoFolder ? resolvePath(destination, name) : destination;
    if (!intoFolder && written === target) overwritten = { destination: target, last: name };
    written = target;
    stage.files.put(target, own(entry));
  };
  const sources = request.sources.flatMap((source) => (isKnown(source) ? expanded(request, source) : []));
  if (sources.length < request.sources.length && request.sources.some((source) => !isKnown(source)))
    stage.files.blur();
  if (!isKnown(destination)) {
    stage.files.blur();
    return { missing, taken, overwritten: null, named };
  }
  // What a whole folder of a foreign image brings is not known.
  if (isForeign(request.from) && sources.some((source) => /(?:^|\/)\.?$/.test(source))) stage.files.blur();
  for (const source of sources) {
    const found =
      request.from === null
        ? contextItems(request, source)
        : isForeign(request.from)
          ? foreignItems(request, request.from.foreign, source)
          : stageItems(request.from, source, instruction.line);
    if (found === null) {
      stage.files.put(asFolder ? resolvePath(destination, nameOf(source)) : destination, {
        ...plainFile,
        executable: null,
        line: instruction.line,
        certain: false,
      });
      continue;
    }
    if ('hiddenBy' in found) {
      missing.push(found);
      named.push(found.path);
      // Judged on as if it were there: what follows from its absence is no problem of its own.
      const meant = found.instead === null ? null : contextItems(request, found.instead);
      if (meant !== null && !('hiddenBy' in meant)) {
        for (const item of meant) {
          if (item.contextPath !== null) taken.push(item.contextPath);
          if (item.entry.named && item.contextPath !== null) named.push(item.contextPath);
          if (item.below === '') putFile(nameOf(found.path).replace(/,$/, ''), item.entry);
          else stage.files.put(resolvePath(destination, item.below), own(item.entry));
        }
        continue;
      }
      putFile(nameOf(found.path), { ...plainFile, from: found.path, line: instruction.line, named: true });
      continue;
    }
    request.budget.files -= found.length;
    if (request.budget.files < 0) {
      stage.files.blur();
      continue;
    }
    for (const item of found) {
      if (item.contextPath !== null) taken.push(item.contextPath);
      if (item.entry.named && item.contextPath !== null) named.push(item.contextPath);
      if (item.below === '') putFile(nameOf(source), item.entry);
      else
        stage.files.put(
          resolvePath(destination, parentsKept(instruction, source, item.below)),
          own(item.entry),
        );
    }
    spoilEnvironments(stage, destination, found);
    if (request.from !== null && !isForeign(request.from))
      bringEnvironments(request.from, stage, source, destination);
    if (found.length === 0 || found.some(({ below }) => below !== '')) {
      if (stage.files.get(destination) === null) {
        stage.files.put(destination, {
          ...plainFile,
          kind: 'folder',
          executable: true,
          owner,
          line: instruction.line,
        });
      } else if (owner !== 'root') stage.files.change(destination, { owner });
    }
  }
  for (const { name, text } of request.contents) {
    putFile(name, { ...plainFile, text, line: instruction.line, named: true });
  }
  return { missing, taken, overwritten, named };
}

/** Files of the context that land in a virtual environment, from another machine, may break it. */
function spoilEnvironments(stage: Stage, destination: string, items: readonly Item[]): void {
  for (const [folder, environment] of stage.environments) {
    if (!within(destination, folder) && !within(folder, destination)) continue;
    const hit = items.some(
      ({ below, contextPath }) => contextPath !== null && within(folder, resolvePath(destination, below)),
    );
    if (hit) stage.environments.set(folder, { ...environment, project: 'unknown' });
  }
}

/** Environments among the files come along; one that lands in another folder has programs that look for their Python in the old one. */
function bringEnvironments(from: Stage, to: Stage, source: string, destination: string): void {
  const root = resolvePath('/', source);
  for (const [folder, environment] of from.environments) {
    if (folder.startsWith('/') && within(root, folder)) {
      const target = cleanPath(`${destination}${folder.slice(root === '/' ? 0 : root.length)}`);
      const moved = environment.moved || (environment.interpreter && target !== folder);
      to.environments.set(target, { ...environment, moved });
    }
  }
  // The packages of the system's Python lie below its lib folder.
  const packages = '/usr/local/lib/python3.0/site-packages'.replace(
    '3.0',
    /python(3\.\d+)/.exec(root)?.[1] ?? '3.0',
  );
  const system = from.environments.get(systemEnvironment);
  if (system !== undefined && destination === root && within(root, packages))
    to.environments.set(systemEnvironment, system);
}
