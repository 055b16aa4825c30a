import type { AcceptedSubmission } from '../../desk/desk.ts';
import type { SubmissionLimits } from '../../desk/rate-limit.ts';
import { readNamed } from '../../intake/sort.ts';
import type { Role, Snag } from '../../intake/sorted.ts';
import type { ReplyPlace, Submission } from '../../records/records.ts';
import type { SubmittedFiles } from '../../submission/files.ts';
import type { Upload } from '../interactions/command.ts';
import { type CommandCall, tokenLifeMs } from '../interactions/command-call.ts';
import { type CommandResponse, reply } from '../interactions/command-response.ts';
import type { StudentRequest } from '../interactions/for-student.ts';
import type { Services } from '../interactions/services.ts';
import { editPlace } from '../notifications/message-place.ts';
import { progressOf } from '../notifications/progress.ts';
import { refusalMessage } from '../render/refusal.ts';
import { verdictMessage } from '../render/verdict.ts';
import {
  movedMessage,
  nothingToVerify,
  progressMessage,
  type VerificationProgress,
} from '../render/verify.ts';
import { describeError } from '../rest/discord-errors.ts';
import { download } from './download.ts';
import { recordedOrSkipped, rememberAndGather } from './gather-files.ts';
import { recordTodosOfSubmission } from './instant-check.ts';

/** Hands a student's files in for the full verification: what she attached, laid over what is remembered. */
export async function submit(
  call: CommandCall,
  asked: StudentRequest,
  uploads: Readonly<Record<Role, Upload | null>>,
  services: Services,
  again = false,
): Promise<CommandResponse> {
  const { student, names } = asked;
  // A verdict is told again only while all that it was measured by is still the same.
  await services.reloadLessons();
  const lesson = services.lesson(asked.lesson.slug)?.lesson ?? asked.lesson;
  const { desk, liveMessages, log } = services;
  const sent = await fetchAsNamed(uploads, names);
  const { files, used, absent } = await rememberAndGather(asked, sent.files, services);
  if (!Object.hasOwn(files, names.dockerfile)) {
    return reply(nothingToVerify(call.locale, names.dockerfile, sent.snags));
  }
  const place: ReplyPlace | null =
    call.token === null
      ? null
      : { kind: 'interaction', token: call.token, expiresAt: call.at + tokenLifeMs, channel: call.channel };
  const outcome = await desk.submit({
    student,
    lesson: { slug: lesson.slug, digest: lesson.digest },
    files,
    reply: place,
    turns: turnsOf(lesson),
    again,
  });
  if (outcome.kind === 'refused') return reply(refusalMessage(call.locale, outcome.refusal, asked.guild.id));
  const { submission } = outcome;
  services.staff.boardChanged(student.guild);
  if ('replaced' in outcome && outcome.replaced !== null) void showReplaced(outcome.replaced, services);
  if (outcome.kind === 'remembered') {
    const { verdict } = outcome;
    return {
      show: 'reply',
      message: verdictMessage(call.locale, submission, verdict, lesson),
      after: () => desk.settleRemembered(submission, verdict),
    };
  }
  if (Object.keys(sent.files).length > 0) {
    await recordedOrSkipped(recordTodosOfSubmission(asked, { files, used, absent }, services), services);
  }
  const joined = outcome.kind === 'joined';
  const now = progressOfOutcome(outcome);
  return {
    show: 'reply',
    message: progressMessage(call.locale, submission.id, now, { used, absent, snags: sent.snags }),
    after: async (shown) => {
      // In a DM the answer is an ordinary message of the bot's own: it can be edited for longer than 15 minutes.
      const lasting: ReplyPlace | null =
        shown !== null && (call.guild === null || shown.byDm === true)
          ? { kind: 'message', channel: shown.channel, message: shown.message }
          : place;
      if (lasting === null) return;
      const before = lasting !== place || joined ? await desk.replyAt(submission.id, lasting) : null;
      liveMessages.watch({ submission, reply: lasting, locale: call.locale, used, absent });
      if (joined && before !== null) await showMoved(before, services);
    },
  };

  /** These files were under way already: their progress is shown in the newer answer. */
  async function showMoved(before: ReplyPlace, { messenger }: Services): Promise<void> {
    try {
      await editPlace(messenger, before, movedMessage(call.locale));
    } catch (error) {
      log.debug(
        { event: 'submissions.moved-not-shown', submission: submission.id, err: describeError(error) },
        'an older answer was not closed',
      );
    }
  }

  /** The older submission's progress message says that a newer one took its place. */
  async function showReplaced(replaced: Submission, { records, messenger }: Services): Promise<void> {
    try {
      await liveMessages.finish(replaced);
      const old = await records.submissions.get(replaced.id);
      if (old === null || old.verdict === null || old.reply === null) return;
      await editPlace(messenger, old.reply, verdictMessage(call.locale, old, old.verdict, lesson));
    } catch (error) {
      log.debug(
        { event: 'submissions.replaced-not-shown', submission: replaced.id, err: describeError(error) },
        'a replaced verification was not shown as such',
      );
    }
  }
}

/** How a submission stands that is not over yet. */
function progressOfOutcome(
  outcome: Exclude<AcceptedSubmission, { readonly kind: 'remembered' }>,
): VerificationProgress {
  switch (outcome.kind) {
    case 'queued':
      return { state: 'waiting', place: outcome.position, workers: outcome.workers };
    case 'recorded':
      return { state: 'recorded' };
    case 'joined':
      return progressOf(outcome.status, outcome.workers) ?? { state: 'running', progress: null };
  }
}

const turnsOf = ({ manifest }: StudentRequest['lesson']): SubmissionLimits => ({
  cooldownMs: (manifest?.turns.cooldownSeconds ?? 0) * 1_000,
  perDay: manifest?.turns.perDay ?? null,
});

/** An attached file is what its option says, whatever it is called. */
async function fetchAsNamed(
  uploads: Readonly<Record<Role, Upload | null>>,
  names: Readonly<Record<Role, string>>,
): Promise<{ readonly files: SubmittedFiles; readonly snags: readonly Snag[] }> {
  const roles = ['dockerfile', 'dockerignore', 'entrypoint'] as const;
  const wanted = roles.flatMap((role) => {
    const upload = uploads[role];
    return upload === null ? [] : [{ ...upload, name: names[role] }];
  });
  const { files, snags } = await download(wanted);
  const read = readNamed(files);
  return { files: read.files, snags: [...snags, ...read.snags] };
}
