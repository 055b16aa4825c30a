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

/** The origin of what was read. */
interface IntakeSource {
  /** The message as sent: program output is explained from its full text. */
  readonly sent: IncomingMessage;
  /** Who sent it. */
  readonly owner: TextOwner;
  /** The ID of the message, unless it came through a form. */
  readonly message?: string;
  /** It came from the fix form. */
  readonly fixed?: boolean;
  readonly services: Services;
}

/**
 * Answers a message or form after intake. Whole files are checked, and the asker's own are remembered. A fragment never replaces
 * a file: its lines are located in the remembered file, or the student is asked where they belong.
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
      // An unrecognized code block may be program output. Attached files are taken by their names.
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

/** Files, fragments and program output take precedence over addresses in the same message. */
const mayNamePullRequest = ({ kind, files }: IntakeResult): boolean =>
  Object.keys(files).length === 0 && kind !== 'fragment' && kind !== 'error';

/** Offers to submit the pull request whose address is in a message; null where there is none. */
function offerPullRequest(
  { locale, channel }: CommandCall,
  request: StudentRequest,
  { sent, message, services: { github } }: IntakeSource,
): Message | null {
  const address = message === undefined ? null : github.addressIn(sent.text);
  // If the bot was mentioned in a server, the answer goes into a DM while the message stays where it is.
  if (address === null || message === undefined || channel === null) return null;
  const { folder } = expectedPullRequest(request.lesson);
  return pullRequestOffer(locale, request, { address, url: github.urlOf(address), folder, message, channel });
}

/** The X-ray of the build context, for a student who has only sent an ignore file so far; null when the check has more to say. */
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

/**
 * A message without text and files, such as a sticker. An empty form or file does not count: it should have contained something
 * to check.
 */
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

/** Explains a question that names a term or quotes program output; null for any other. */
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
