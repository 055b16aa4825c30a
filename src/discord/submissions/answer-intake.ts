import type { ContextXray } from '../../check/insights/xray.ts';
import type { TextOwner } from '../../checker/text-reader.ts';
import { explained } from '../../explain/explained.ts';
import { locateFragment } from '../../intake/fragment.ts';
import type { Fragment, IncomingMessage, IntakeResult } from '../../intake/intake-result.ts';
import { expectedPullRequest } from '../../lesson/pull-request.ts';
import type { CommandCall } from '../interactions/command-call.ts';
import { type CommandResponse, reply } from '../interactions/command-response.ts';
import type { StudentRequest } from '../interactions/for-student.ts';
import type { Services } from '../interactions/services.ts';
import { checkMessage } from '../render/check/check.ts';
import type { CheckResult } from '../render/check/check-result.ts';
import { askAboutFragment } from '../render/check/fragment.ts';
import { intakeMessage, notUnderstood } from '../render/check/intake.ts';
import { explainMessage } from '../render/explain.ts';
import { xrayMessage } from '../render/insights/xray.ts';
import type { Message } from '../render/message.ts';
import { pullRequestOffer } from '../render/verification/pull-request.ts';
import { checkForeignFiles, checkFragment, checkOwnFiles } from './instant-check.ts';
import { rememberedInput } from './own-files.ts';

/** Where what was read comes from. */
interface IntakeSource {
  /** As it was sent: what a program printed is explained from all of it. */
  readonly sent: IncomingMessage;
  /** Who sent it. */
  readonly owner: TextOwner;
  /** The message that it was sent in, where that is not a form. */
  readonly message?: string;
  /** It came out of the form for a fix. */
  readonly fixed?: boolean;
  readonly services: Services;
}

/**
 * Answers what was read in a message or a form. Whole files are checked, and those of the asker's own are remembered;
 * some lines of a file never take its place: they are looked for in the one that is remembered, or asked about.
 */
export async function answerIntake(
  call: CommandCall,
  request: StudentRequest,
  intake: IntakeResult,
  source: IntakeSource,
): Promise<CommandResponse> {
  const { owner, services } = source;
  const own = owner.user === call.user;
  const offer = own && mayNamePullRequest(intake) ? offerPullRequest(call, request, source) : null;
  if (offer !== null) return reply(offer);
  switch (intake.kind) {
    case 'files': {
      const result = await (own
        ? checkOwnFiles(request, intake, services, source.fixed)
        : checkForeignFiles(request, intake, { owner, message: source.message ?? '0' }, services));
      const xray = own ? await xrayOfLoneIgnoreFile(request, intake, result, services) : null;
      if (xray === null) return reply(checkMessage(call.locale, result));
      const options = { change: result.change, wantsDockerfile: true };
      return reply(xrayMessage(call.locale, request.guild.id, xray, options));
    }
    case 'fragment':
      if (own) return answerFragment(call, request, intake.fragment, services);
      break;
    case 'error':
      return explainOutput(call, request, source);
    case 'question': {
      const sent = { text: intake.text, files: [] };
      const answer = await explainQuestion(call, request, { ...source, sent });
      if (answer !== null) return answer;
      break;
    }
    case 'unknown': {
      // A block of code that nobody recognised may be what a program printed. Attached files are what they are named.
      const sent = { text: source.sent.text, files: [] };
      const answer = await explainQuestion(call, request, { ...source, sent });
      if (answer !== null) return answer;
      break;
    }
    case 'nothing':
      if (isWordless(intake, source)) return reply(notUnderstood(call.locale, request));
  }
  return reply(intakeMessage(call.locale, intake, request));
}

/** What has files, lines of a file or output in it is answered as that, whatever addresses stand beside them. */
const mayNamePullRequest = ({ kind, files }: IntakeResult): boolean =>
  Object.keys(files).length === 0 && kind !== 'fragment' && kind !== 'error';

/** The offer to submit the pull request that a message has the address of; null where it has none. */
function offerPullRequest(
  { locale, channel }: CommandCall,
  request: StudentRequest,
  { sent, message, services: { github } }: IntakeSource,
): Message | null {
  const address = message === undefined ? null : github.addressIn(sent.text);
  // Where she named the bot in a server the answer goes into her DM, and her message stays where it is.
  if (address === null || message === undefined || channel === null) return null;
  const { folder } = expectedPullRequest(request.lesson);
  return pullRequestOffer(locale, request, { address, url: github.urlOf(address), folder, message, channel });
}

/** What a build would send, for a student who has sent only her ignore file so far; null where the check has more to say. */
async function xrayOfLoneIgnoreFile(
  request: StudentRequest,
  { files, problems }: IntakeResult,
  { report }: CheckResult,
  services: Services,
): Promise<ContextXray | null> {
  const { names, student } = request;
  const isLone = Object.keys(files).every((path) => path === names.dockerignore);
  const hasFault = report.findings.some(({ severity }) => severity !== 'advice');
  if (!isLone || hasFault || problems.length > 0 || !report.wanted.includes(names.dockerfile)) return null;
  return services.reading.insight('xray', {}, await rememberedInput(request, services), student);
}

/** A message without words and files, such as a sticker. In an empty form or file there should have been something to check. */
const isWordless = ({ problems }: IntakeResult, { message, sent }: IntakeSource): boolean =>
  message !== undefined && sent.files.length === 0 && problems.length === 0;

async function explainOutput(
  call: CommandCall,
  { lesson, guild }: StudentRequest,
  { sent, owner, services }: IntakeSource,
): Promise<CommandResponse> {
  const found = explained(await services.reading.explain(sent, owner), lesson);
  return reply(explainMessage(call.locale, found, { guild: guild.id, numbered: true }));
}

/** A question that names a term, or quotes what a program said; null for any other. */
async function explainQuestion(
  call: CommandCall,
  { lesson, guild }: StudentRequest,
  { sent, owner, services }: IntakeSource,
): Promise<CommandResponse | null> {
  const found = explained(await services.reading.explain(sent, owner), lesson);
  const isKnown = found.kind === 'term' || (found.kind === 'error' && found.rank === 'cause');
  return isKnown ? reply(explainMessage(call.locale, found, { guild: guild.id, numbered: false })) : null;
}

async function answerFragment(
  call: CommandCall,
  request: StudentRequest,
  { path, text }: Fragment,
  services: Services,
): Promise<CommandResponse> {
  const { records } = services;
  const { student, lesson } = request;
  const remembered = await records.workspaces.files(student, lesson.slug);
  const whole = remembered.find((file) => file.path === path);
  const place = whole === undefined ? null : locateFragment(whole.text, text);
  if (place !== null) {
    return reply(
      checkMessage(call.locale, await checkFragment(request, { path, ...place }, remembered, services)),
    );
  }
  const piece = await records.workspaces.keepFragment(
    { student, lesson: lesson.slug, path, text },
    services.now(),
  );
  const ageMs = whole === undefined ? null : Math.max(0, services.now() - whole.receivedAt);
  return reply(askAboutFragment(call.locale, { piece, path, text, ageMs }));
}
