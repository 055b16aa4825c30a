import { programOf, type ShellCommand } from './commands.ts';
import type { Job, WorkflowStep } from './workflow.ts';

/** An image that a step builds or pushes. */
export interface ImageWork {
  readonly step: WorkflowStep;
  readonly line: number;
  readonly builds: boolean;
  /** `maybe`: an expression decides. */
  readonly pushes: 'yes' | 'no' | 'maybe';
  /** Whether it reads files from the runner. Docker's actions can also read the repository directly from GitHub. */
  readonly needsTree: boolean;
  /** The names that are pushed; null when the file does not determine them. */
  readonly names: readonly string[] | null;
}

/** All builds and pushes of images in a job, in order. */
export const imageWorkOf = ({ steps }: Job): readonly ImageWork[] =>
  steps.flatMap((step) => [
    ...ofAction(step),
    ...(step.run ?? []).flatMap((command) => ofCommand(step, command)),
  ]);

const buildAction = 'docker/build-push-action';
const bakeAction = 'docker/bake-action';

function ofAction(step: WorkflowStep): readonly ImageWork[] {
  const { uses, inputs } = step;
  if (uses === null || (uses.name !== buildAction && uses.name !== bakeAction)) return [];
  const input = (name: string): string => inputs.get(name)?.value.trim() ?? '';
  const context = input('context');
  const isBuild = uses.name === buildAction;
  return [
    {
      step,
      line: uses.line,
      builds: true,
      pushes: pushesBy(input('push'), input('outputs')),
      needsTree: isBuild && isLocalFolder(context),
      names: isBuild ? namesIn(input('tags')) : null,
    },
  ];
}

function pushesBy(push: string, outputs: string): ImageWork['pushes'] {
  if (push === 'true' || /\btype=registry\b|\bpush=true\b/.test(outputs)) return 'yes';
  if (/^\$\{\{\s{0,9}false\s{0,9}\}\}$/.test(push)) return 'no';
  return push.includes('${{') || outputs.includes('${{') ? 'maybe' : 'no';
}

/**
 * Whether a build context is a folder on the runner. An empty context and `{{defaultContext}}` mean the repository itself; a URL is remote.
 */
const isLocalFolder = (context: string): boolean =>
  context !== '' && !/^(?:https?:|git@|git:|ssh:)|\{\{/.test(context);

/** Names separated by commas or line breaks; null when an expression may contain several. */
function namesIn(tags: string): readonly string[] | null {
  const names = tags
    .split(/[\n,]/)
    .map((each) => each.trim())
    .filter((each) => each !== '');
  return names.length === 0 || names.some((each) => /^\$\{\{[^}]*\}\}$/.test(each)) ? null : names;
}

function ofCommand(step: WorkflowStep, command: ShellCommand): readonly ImageWork[] {
  const [program, ...words] = programOf(command);
  const isCompose = program === 'docker-compose' || (program === 'docker' && words[0] === 'compose');
  if (program !== 'docker' && !isCompose) return [];
  const { line } = command;
  const of = (found: Omit<ImageWork, 'step' | 'line'>): readonly ImageWork[] => [{ step, line, ...found }];
  if (isCompose) return composeWork(program === 'docker' ? words.slice(1) : words, of);
  const rest = words[0] === 'image' || words[0] === 'buildx' ? words.slice(1) : words;
  const [verb] = rest;
  const pushes = rest.some(
    (word) => word === '--push' || word === '--push=true' || /type=registry/.test(word),
  );
  if (verb === 'build') {
    const context = rest.at(-1) ?? '';
    return of({
      builds: true,
      pushes: pushes ? 'yes' : 'no',
      needsTree: context !== '-' && !/^(?:https?:|git@|git:)|\$/.test(context),
      names: known(valuesOf(rest, ['-t', '--tag'])),
    });
  }
  if (verb === 'bake')
    return of({ builds: true, pushes: pushes ? 'yes' : 'no', needsTree: true, names: null });
  if (verb === 'push') {
    const named = rest.slice(1).filter((word) => !word.startsWith('-'));
    const isAll = rest.includes('-a') || rest.includes('--all-tags');
    return of({ builds: false, pushes: 'yes', needsTree: false, names: isAll ? null : known(named) });
  }
  return [];
}

function composeWork(
  words: readonly string[],
  of: (found: Omit<ImageWork, 'step' | 'line'>) => readonly ImageWork[],
): readonly ImageWork[] {
  const verb = words.find((word) => /^(?:build|push|up|run)$/.test(word));
  if (verb === undefined) return [];
  if (verb === 'push') return of({ builds: false, pushes: 'yes', needsTree: true, names: null });
  const pushes = words.includes('--push') ? 'yes' : 'no';
  return of({ builds: verb === 'build' || words.includes('--build'), pushes, needsTree: true, names: null });
}

/** A name that consists only of a variable can be anything. */
const known = (names: readonly string[]): readonly string[] | null =>
  names.length === 0 || names.some((each) => /^\$(?:\{?\w+\}?|\{\{[^}]*\}\})$/.test(each)) ? null : names;

/** The values of an option, in any of the forms `-t x`, `-tx`, `--tag x` and `--tag=x`. */
function valuesOf(words: readonly string[], options: readonly string[]): readonly string[] {
  return words.flatMap((word, at) => {
    if (options.includes(word)) return words[at + 1] ?? [];
    const option = options.find((each) => word.startsWith(each.startsWith('--') ? `${each}=` : each));
    return option === undefined ? [] : [word.slice(option.length).replace(/^=/, '')];
  });
}

/** The tag of an image name; `latest` when it has none. An expression or variable counts as some tag. */
export function tagOf(name: string): string {
  const plain = name.replace(/\$\{\{[^${}]{0,200}\}\}/g, '•').replace(/@sha256:[^@\s]*$/, '');
  const last = plain.slice(plain.lastIndexOf('/') + 1);
  const colon = last.indexOf(':');
  return colon < 0 ? 'latest' : last.slice(colon + 1);
}

/** Whether a step logs in to a registry; null when that is unknown, such as for an action that can do anything. */
export function logsIn(step: WorkflowStep): boolean | null {
  const { uses, run, isUnread } = step;
  if (isUnread) return null;
  if (uses !== null) {
    if (/(?:^|[/-])(?:docker-)?login$|login-action|registry-login|ecr-login/.test(uses.name)) return true;
    if (/^(?:actions|docker|github)\//.test(uses.name)) return false;
    return null;
  }
  return (run ?? []).some((command) => {
    const [program = '', ...words] = programOf(command);
    return (
      (/^(?:docker|podman|crane|skopeo|buildah)$/.test(program) && words.includes('login')) ||
      words.includes('configure-docker') ||
      (program === 'az' && words.includes('acr'))
    );
  });
}

/** Whether a step checks out or creates the repository's files; null when that is unknown. */
export function bringsTree({ uses, run, isUnread }: WorkflowStep): boolean | null {
  if (isUnread) return null;
  if (uses !== null) {
    if (uses.name === 'actions/checkout') return true;
    if (/^(?:docker\/|actions\/cache|[^/]+\/setup-)/.test(uses.name)) return false;
    return null;
  }
  const writes = (run ?? []).some((command) => {
    const [program = ''] = programOf(command);
    return command.isTaken || /^(?:git|gh|curl|wget|tar|unzip|cp|mv|rsync|svn|hg|mkdir)$/.test(program);
  });
  return writes ? null : false;
}
