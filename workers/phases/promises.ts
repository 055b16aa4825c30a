import { isRoot, ownerOf, userName } from '../../src/check/dockerfile/user.ts';
import { brokenText } from '../../src/lesson/manifest/assertion-wording.ts';
import { type Assertion, type AssertionOf, isOnlyByCheck } from '../../src/lesson/manifest/assertions.ts';
import { assertionsOf } from '../../src/lesson/manifest/lesson-assertions.ts';
import { isStartedBy, wordsOfShellLine } from '../../src/lesson/start-words.ts';
import { sayDetail } from '../../src/submission/wording/phases.ts';
import type { TranslatableText } from '../../src/wording/wording.ts';
import type { RunningContainer } from '../sandbox/containers/container.ts';
import { entriesInImage, type ImageEntry } from '../sandbox/containers/image-entries.ts';
import { cleanLine } from '../sandbox/excerpt.ts';
import { unlocated } from './explain/build-failure.ts';
import { writeData } from './kept-data.ts';
import { failed, type ImageFacts, type PhaseFailure, type PhaseOutcome, passed, type Work } from './phase.ts';
import { ask } from './probe.ts';

/** A server at a port: the name and port it is asked under, and its container. */
export interface ReachedServer {
  readonly work: Work;
  readonly running: RunningContainer;
  /** Rewrites a failure in the student's terms: with its service's name and the project's files. */
  readonly tell: (failure: PhaseFailure) => PhaseFailure;
}

/** What the run has shown so far. */
interface Shown {
  readonly image: string;
  /** Null for an image that was not built here. */
  readonly facts: ImageFacts | null;
  readonly megabytes: number;
  /** The server behind a published port, as the student would reach it. */
  readonly reach: (port: number) => ReachedServer | { readonly failure: PhaseFailure };
}

/** A container that runs alone: its failures need no rewording. */
export const alone = (work: Work, running: RunningContainer): ReachedServer => ({
  ...{ work, running },
  tell: (failure) => failure,
});

/** The same container at another of its ports. */
export const reachedAt = (work: Work, running: RunningContainer, port: number): ReachedServer =>
  alone({ ...work, manifest: { ...work.manifest, port } }, running.at(port));

/** Whether the image and the container meet the lesson's assertions, as far as a run can show. */
export async function promisesPhase(
  server: ReachedServer,
  { image, megabytes, reach }: Omit<Shown, 'facts'>,
): Promise<PhaseOutcome<null>> {
  const { work } = server;
  const { image: facts } = work;
  const promised = assertionsOf(work.manifest).filter(
    ({ assertion }) => !isOnlyByCheck(assertion) && (facts !== null || isOfServer(assertion)),
  );
  const open: TranslatableText[] = [];
  for (const { assertion, todo, required } of promised) {
    const failure = await broken(server, { image, facts, megabytes, reach }, assertion);
    if (failure === null) continue;
    if (required) return failed({ ...failure, ...(todo === null ? {} : { todo }) });
    open.push(failure.explanation);
  }
  const [advice] = open;
  return advice === undefined
    ? passed(null, sayDetail.later('promises-hold', { count: promised.length }))
    : passed(null, advice, 'warned');
}

/** What a server's answers show, whatever image it runs. */
const isOfServer = ({ assert }: Assertion): boolean => assert === 'answers' || assert === 'keeps-data';

async function broken(
  server: ReachedServer,
  shown: Shown,
  assertion: Assertion,
): Promise<PhaseFailure | null> {
  if (assertion.assert === 'keeps-data')
    return told(server, await writeData(server.work, server.running, assertion));
  if (assertion.assert === 'answers') {
    const failure = await answersNot(server, shown, assertion);
    if (failure === null) return null;
    return assertion.say === undefined
      ? failure
      : { ...failure, explanation: brokenText(assertion, 'listens') };
  }
  const { work } = server;
  const explanation = await brokenImage(work, shown, assertion);
  const file = work.manifest.files.dockerfile;
  return explanation === null
    ? null
    : server.tell({ ...unlocated, reason: 'promise-broken', explanation, file });
}

const told = ({ tell }: ReachedServer, failure: PhaseFailure | null): PhaseFailure | null =>
  failure === null ? null : tell(failure);

/** A port that the lesson publishes may be another one inside the container. */
async function answersNot(
  own: ReachedServer,
  { reach }: Shown,
  assertion: AssertionOf<'answers'>,
): Promise<PhaseFailure | null> {
  const asked = assertion.port === undefined ? own : reach(assertion.port);
  return 'failure' in asked
    ? asked.failure
    : told(asked, (await ask(asked.work, asked.running, assertion)).failure);
}

async function brokenImage(
  work: Work,
  { image, facts, megabytes }: Shown,
  assertion: Assertion,
): Promise<TranslatableText | null> {
  if (facts === null) return null;
  switch (assertion.assert) {
    case 'file': {
      const [entry] = await entriesInImage(work.box.engine, image, [assertion.path], work.signal);
      return brokenFile(assertion, entry ?? null, facts.user);
    }
    case 'user':
      return brokenUser(assertion, work.manifest.run.user ?? facts.user);
    case 'workdir':
      return facts.workdir.replace(/(?<=.)\/$/, '') === assertion.path.replace(/(?<=.)\/$/, '')
        ? null
        : brokenText(assertion, 'workdir', { found: cleanLine(facts.workdir, 100), path: assertion.path });
    case 'environment':
      return brokenEnvironment(assertion, [
        ...facts.environment,
        ...Object.entries(work.manifest.run.environment).map(([name, value]) => `${name}=${value}`),
      ]);
    case 'start':
      return brokenStart(assertion, facts);
    case 'exposes':
      return facts.exposed.some((each) => each.split('/')[0] === String(assertion.port))
        ? null
        : brokenText(assertion, 'exposes', { port: assertion.port });
    case 'size':
      if (megabytes > assertion.max)
        return brokenText(assertion, 'size-large', { found: megabytes, max: assertion.max });
      return megabytes < assertion.min
        ? brokenText(assertion, 'size-small', { found: megabytes, min: assertion.min })
        : null;
    default:
      return null;
  }
}

function brokenFile(
  assertion: AssertionOf<'file'>,
  entry: ImageEntry | null,
  user: string,
): TranslatableText | null {
  const { path } = assertion;
  if (assertion.absent) return entry === null ? null : brokenText(assertion, 'file-present', { path });
  if (entry === null) return brokenText(assertion, 'file', { path });
  if (!assertion.executable || entry.folder) return null;
  const bits = isRoot(user) ? 0o111 : 0o001;
  return (entry.mode & bits) === 0 ? brokenText(assertion, 'file-not-executable', { path }) : null;
}

function brokenUser(assertion: AssertionOf<'user'>, user: string): TranslatableText | null {
  const found = userName(user);
  if (assertion.name === undefined) return isRoot(user) ? brokenText(assertion, 'user-root') : null;
  const same = found === assertion.name || (isRoot(user) && isRoot(assertion.name));
  return same
    ? null
    : brokenText(assertion, 'user', { found: cleanLine(ownerOf(user), 60), name: assertion.name });
}

function brokenEnvironment(
  assertion: AssertionOf<'environment'>,
  environment: readonly string[],
): TranslatableText | null {
  const { name, value } = assertion;
  const found = environment.findLast((each) => each.startsWith(`${name}=`))?.slice(name.length + 1);
  if (found === undefined) return brokenText(assertion, 'environment', { name });
  if (value === undefined || found === value) return null;
  return brokenText(assertion, 'environment-value', { name, value, found: cleanLine(found, 80) });
}

/** The shell invocation that the shell form puts around its command. */
const shellWords = ['/bin/sh', '-c'];

function brokenStart(assertion: AssertionOf<'start'>, facts: ImageFacts): TranslatableText | null {
  const words = [...(facts.entrypoint ?? []), ...(facts.command ?? [])];
  if (words.length === 0) return brokenText(assertion, 'start-nothing');
  const inShell = shellWords.every((word, index) => words[index] === word);
  const line = words[2] ?? '';
  if (assertion.form === 'exec' && inShell)
    return brokenText(assertion, 'start-shell', { command: cleanLine(line, 60) });
  const { command } = assertion;
  if (command === undefined) return null;
  const plain = inShell ? wordsOfShellLine(line) : words;
  return isStartedBy(command, plain, (path) => absolute(path, facts))
    ? null
    : brokenText(assertion, 'start-other', {
        command: cleanLine(plain.join(' '), 60),
        wanted: command.join(' '),
      });
}

const absolute = (path: string, { workdir }: ImageFacts): string =>
  new URL(path, `file://${workdir.replace(/\/?$/, '/')}`).pathname;
