import type { AcceptedSubmission, SubmitOutcome } from '../../desk/desk.ts';
import type { SubmissionLimits } from '../../desk/submission-limits.ts';
import type { FileProblem, Role } from '../../intake/intake-result.ts';
import { readNamedAttachments } from '../../intake/read-message.ts';
import { mainFileOf } from '../../lesson/manifest/requested-files.ts';
import type { ReplyPlace } from '../../records/records.ts';
import type { SubmittedPullRequest } from '../../submission/pull-request.ts';
import type { Upload } from '../interactions/command.ts';
import type { CommandCall } from '../interactions/command-call.ts';
import { type CommandResponse, reply } from '../interactions/command-response.ts';
import { renewed, type StudentRequest } from '../interactions/for-student.ts';
import type { Services } from '../interactions/services.ts';
import { closeLateAnswer } from '../notifications/late-answer.ts';
import { progressOf, type QueueSigns, queueSignsOf } from '../notifications/progress.ts';
import { submissionNotes, verdictNotes } from '../notifications/verdict-notes.ts';
import type { GatheredFiles } from '../render/check/check-result.ts';
import { withNotes } from '../render/lesson/due-date.ts';
import { refusalMessage } from '../render/verification/refusal.ts';
import { verdictMessage } from '../render/verification/verdict.ts';
import {
  nothingToVerify,
  progressMessage,
  projectToVerify,
  type VerificationProgress,
} from '../render/verification/verify.ts';
import type { SentMessage } from '../rest/messenger.ts';
import { download, isZip } from './download.ts';
import { recordedOrSkipped, rememberAndGather, type SentFiles } from './gather-files.ts';
import { recordTodosOfSubmission, wantsProject } from './instant-check.ts';
import { showMoved, showReplaced, wasNotified } from './older-answers.ts';
import { interactionPlace } from './reply-place.ts';

type PendingSubmission = Exclude<AcceptedSubmission, { readonly kind: 'remembered' }>;

/** Attachments of `/verify`: three files identified by their options, and others identified by their names. */
export type AttachedFiles = Readonly<Record<Role | 'file' | 'another', Upload | null>>;

/**
 * Submits a student's files for the full verification: the attached ones, merged over the remembered ones. `again`: verify even
 * if a verdict for the same files is known.
 */
export async function submit(
  call: CommandCall,
  studentRequest: StudentRequest,
  { uploads, again }: { readonly uploads: AttachedFiles; readonly again: boolean },
  services: Services,
): Promise<CommandResponse> {
  // A verdict can be reused only while everything it depends on is unchanged, so the lesson is reloaded.
  const request = await renewed(studentRequest, call, services);
  const { names } = request;
  const attached = await fetchAttached(uploads, request, services);
  const gathered = await rememberAndGather(request, attached, services);
  const main = mainFileOf(request.wantedFiles)?.path ?? names.dockerfile;
  if (!Object.hasOwn(gathered.files, main))
    return reply(nothingToVerify(call.locale, { main, dockerfile: names.dockerfile }, attached.problems));
  const [lacking] = wantsProject(request, gathered);
  if (lacking !== undefined) return reply(projectToVerify(call.locale, lacking, attached.problems));
  const isNew = Object.keys(attached.files).length > 0;
  const recorded = async (): Promise<void> => {
    if (isNew) await recordedOrSkipped(recordTodosOfSubmission(request, gathered, services), services);
  };
  const work = { gathered, problems: attached.problems, notes: [], again, recorded };
  return submitFiles(call, request, work, services);
}

/** What is submitted, and what the answer should mention. */
interface SubmittedWork {
  readonly gathered: GatheredFiles;
  readonly problems: readonly FileProblem[];
  readonly notes: readonly string[];
  readonly again?: boolean;
  /** The pull request that the files come from; absent for files sent through Discord. */
  readonly pullRequest?: SubmittedPullRequest;
  /** Called once they are submitted. */
  readonly recorded?: () => Promise<void>;
}

/** Submits the files as they are, and answers with the state of the submission. */
export async function submitFiles(
  call: CommandCall,
  request: StudentRequest,
  work: SubmittedWork,
  services: Services,
): Promise<CommandResponse> {
  const { student, lesson } = request;
  const { gathered, again = false, pullRequest } = work;
  const outcome = await services.desk.submit({
    student,
    lesson: { slug: lesson.slug, digest: lesson.digest },
    files: gathered.files,
    reply: interactionPlace(call),
    turns: limitsOf(lesson),
    again,
    ...(pullRequest === undefined ? {} : { pullRequest: submittedPullRequest(pullRequest) }),
  });
  return respondTo(call, request, outcome, work, services);
}

/** The fields of a pull request that are recorded; all others are dropped. */
const submittedPullRequest = (pull: SubmittedPullRequest): SubmittedPullRequest => ({
  owner: pull.owner,
  repo: pull.repo,
  number: pull.number,
  commit: pull.commit,
  branch: pull.branch,
  author: pull.author,
  url: pull.url,
});

async function respondTo(
  call: CommandCall,
  request: StudentRequest,
  outcome: SubmitOutcome,
  { gathered, problems, notes: ownNotes, recorded }: SubmittedWork,
  services: Services,
): Promise<CommandResponse> {
  if (outcome.kind === 'refused') {
    return reply(refusalMessage(call.locale, outcome.refusal, request.guild.id));
  }
  services.staff.boardChanged(request.student.guild);
  if ('replaced' in outcome && outcome.replaced !== null) {
    void showReplaced(call, outcome.replaced, request.lesson, services);
  }
  const { submission } = outcome;
  if (outcome.kind === 'remembered') {
    return {
      show: 'reply',
      message: withNotes(verdictMessage(call.locale, submission, outcome.verdict, request.lesson), [
        ...ownNotes,
        ...(await verdictNotes(call.locale, { ...submission, verdict: outcome.verdict }, services.records)),
      ]),
      after: async () => {
        await services.desk.settleRemembered(submission, outcome.verdict);
        services.reportOnGitHub({ ...submission, verdict: outcome.verdict });
      },
    };
  }
  await recorded?.();
  const [further, signs] = await Promise.all([
    submissionNotes(call.locale, submission, services.records),
    services.desk.overview(submission.student.guild).then(queueSignsOf),
  ]);
  const notes = [...ownNotes, ...further];
  const details = { used: gathered.used, absent: gathered.absent, problems, notes };
  return {
    show: 'reply',
    message: progressMessage(call.locale, submission.id, progressOfOutcome(outcome, signs), details),
    after: (sent) => followProgress(call, outcome, { ...gathered, notes }, sent, services),
  };
}

/** The answer is posted; from now on it shows the progress. */
async function followProgress(
  call: CommandCall,
  { kind, submission }: PendingSubmission,
  { used, absent, notes }: GatheredFiles & { readonly notes: readonly string[] },
  sent: SentMessage | null,
  services: Services,
): Promise<void> {
  // In a DM the answer is an ordinary message of the bot, which can be edited for longer than 15 minutes.
  const lasting = sent !== null && (call.guild === null || sent.byDm === true);
  const place: ReplyPlace | null = lasting
    ? { kind: 'message', channel: sent.channel, message: sent.message }
    : interactionPlace(call);
  services.reportOnGitHub(submission);
  if (place === null) return;
  const early = lasting && (await wasNotified(submission.id, services));
  const hasMoved = lasting || kind === 'joined';
  const before = hasMoved ? await services.desk.replyAt(submission.id, place) : null;
  services.liveMessages.watch({ submission, reply: place, locale: call.locale, used, absent, notes });
  if (early) await closeLateAnswer(submission.id, () => ({ place, locale: call.locale }), services);
  if (kind === 'joined' && before !== null) await showMoved(call, submission, before, services);
}

function progressOfOutcome(outcome: PendingSubmission, signs: QueueSigns): VerificationProgress {
  switch (outcome.kind) {
    case 'queued':
      return { state: 'waiting', place: outcome.position, ...signs, workers: outcome.workers };
    case 'recorded':
      return { state: 'recorded' };
    case 'joined':
      return progressOf(outcome.status, signs) ?? { state: 'running', progress: null };
  }
}

const limitsOf = ({ manifest }: StudentRequest['lesson']): SubmissionLimits => ({
  cooldownMs: (manifest?.turns.cooldownSeconds ?? 0) * 1_000,
  perDay: manifest?.turns.perDay ?? null,
});

const notRecognised = (name: string): FileProblem => ({ kind: 'unknown', name, start: '' });

interface FetchedFiles extends SentFiles {
  readonly problems: readonly FileProblem[];
}

/** An attachment's option determines its role, whatever its name is. Without such an option, its name does. */
async function fetchAttached(
  uploads: AttachedFiles,
  { names, student }: StudentRequest,
  services: Services,
): Promise<FetchedFiles> {
  const roles = ['dockerfile', 'dockerignore', 'entrypoint'] as const;
  const wanted = roles.flatMap((role) => {
    const upload = uploads[role];
    return upload === null || isZip(upload) ? [] : [{ ...upload, name: names[role] }];
  });
  // A zip is always a project, never a single file, whichever option it is attached to.
  const zips = roles.map((role) => uploads[role]).filter((upload) => upload !== null && isZip(upload));
  const further = [uploads.file, uploads.another, ...zips].filter((upload) => upload !== null);
  const [named, unnamed] = await Promise.all([download(wanted), download(further)]);
  const read = readNamedAttachments(named.files);
  const recognised = await Promise.all(
    unnamed.files.map(async (file) => {
      const sent = { text: '', files: [file] };
      const { files, problems, isProject } = await services.reading.readMessage(sent, names, student);
      const isLost = Object.keys(files).length + problems.length === 0;
      return { files, isProject, problems: isLost ? [notRecognised(file.name)] : problems };
    }),
  );
  return {
    files: Object.assign({}, ...projectFirst(recognised).map(({ files }) => files), read.files),
    isProject: recognised.some(({ isProject }) => isProject === true),
    problems: [
      ...[named, unnamed, read].flatMap(({ problems }) => problems),
      ...recognised.flatMap(({ problems }) => problems),
    ],
  };
}

/** Puts the project first, because a file attached next to it overrides the one inside. */
const projectFirst = <Read extends { readonly isProject: boolean | undefined }>(all: readonly Read[]) =>
  all.toSorted((one, other) => Number(other.isProject === true) - Number(one.isProject === true));
