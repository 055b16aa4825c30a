import type { CheckReport } from '../../check/model/report.ts';
import type { PullRequestAddress } from '../../github/address.ts';
import type { PullRequest, PullRequestReading } from '../../github/pull-request.ts';
import { remarksOn } from '../../github/remarks.ts';
import { handsInProject } from '../../lesson/manifest/requested-files.ts';
import { expectedPullRequest } from '../../lesson/pull-request.ts';
import type { SubmittedFiles } from '../../submission/files.ts';
import { tickProven } from '../../teaching/checklist.ts';
import type { Locale } from '../../wording/wording.ts';
import type { CommandCall } from '../interactions/command-call.ts';
import { type CommandResponse, reply } from '../interactions/command-response.ts';
import { renewed, type StudentRequest } from '../interactions/for-student.ts';
import type { Services } from '../interactions/services.ts';
import { addressRefused, checkedNote, remarkLine } from '../render/verification/pull-request.ts';
import {
  filesRefused,
  projectRefused,
  remarksRefused,
  stateRefused,
  troubleRefused,
} from '../render/verification/pull-request-problem.ts';
import { recordedOrSkipped } from './gather-files.ts';
import { checkWhole } from './instant-check.ts';
import { submitFiles } from './submit.ts';

type Refused = Exclude<PullRequestReading, { readonly kind: 'read' }>;

/** Submits the files of a pull request, given the address that somebody typed or sent. */
export async function submitPullRequest(
  call: CommandCall,
  request: StudentRequest,
  given: string,
  services: Services,
): Promise<CommandResponse> {
  const reading = services.github.readAddress(given);
  if (reading.kind !== 'pull-request')
    return reply(addressRefused(call.locale, request.guild.id, reading, services.github.host));
  return submitAt(call, request, reading.address, services);
}

/**
 * Reads a lesson's files at the newest commit of a pull request, checks exactly these, and submits them for the full
 * verification. They replace the student's remembered files.
 */
export async function submitAt(
  call: CommandCall,
  studentRequest: StudentRequest,
  address: PullRequestAddress,
  services: Services,
): Promise<CommandResponse> {
  const request = await renewed(studentRequest, call, services);
  const { lesson, names, wantedFiles, guild } = request;
  if (handsInProject(lesson.manifest)) return reply(projectRefused(call.locale, guild.id));
  const expected = expectedPullRequest(lesson);
  const reading = await services.github.read(address, {
    folder: expected.folder,
    names: wantedFiles.map(({ path }) => path),
    dockerfile: names.dockerfile,
    message: expected.message,
  });
  const isRead = reading.kind === 'read' || reading.kind === 'files';
  // First of all, because what is wrong with the files of a private one is nobody else's business either.
  if (
    isRead &&
    reading.pull.private &&
    (await services.records.submissions.isOthersPullRequest(request.student, lesson.slug, reading.pull.url))
  )
    return reply(stateRefused(call.locale, guild.id, 'others', reading.pull));
  if (reading.kind !== 'read') return refuse(call.locale, guild.id, reading, services);
  const { pull, files } = reading;
  const remarks = remarksOn(pull, files, expected);
  const required = remarks.filter((remark) => remark.required);
  if (required.length > 0) return reply(remarksRefused(call.locale, guild.id, pull, required));
  const report = await record(request, pull, files, services);
  return submitFiles(
    call,
    request,
    {
      gathered: {
        files,
        used: Object.keys(files).map((path) => ({ path, ageMs: null })),
        absent: [],
        complete: true,
      },
      problems: [],
      pullRequest: pull,
      notes: [
        ...remarks.map((remark) => remarkLine(call.locale, remark)),
        ...(report === null ? [] : [todosLine(call.locale, report)]),
      ],
    },
    services,
  );
}

function refuse(locale: Locale, guild: string, reading: Refused, { log }: Services): CommandResponse {
  switch (reading.kind) {
    case 'trouble':
      if (reading.trouble.kind === 'token-refused')
        log.error({ event: 'github.token-refused' }, 'GitHub refuses GITHUB_TOKEN: make a new one');
      return reply(troubleRefused(locale, guild, reading.trouble));
    case 'files':
      return reply(filesRefused(locale, guild, reading.pull, reading.troubles));
    default:
      return reply(stateRefused(locale, guild, reading.kind, reading.pull));
  }
}

/** Remembers the files, ticks the pull request in the checklist, and checks the files; null if a text could not be read. */
async function record(
  request: StudentRequest,
  pull: PullRequest,
  files: SubmittedFiles,
  services: Services,
): Promise<CheckReport | null> {
  const { student, lesson } = request;
  const { records, now } = services;
  await records.workspaces.remember(student, lesson.slug, files, now());
  const proof = { at: now(), by: 'pull-request', proof: pull.url } as const;
  await tickProven(records, student, lesson, 'pull-request', proof);
  const check = checkWhole(request, files, services);
  return (await recordedOrSkipped(check, services)) ? check : null;
}

const todosLine = (locale: Locale, { todos }: CheckReport): string =>
  checkedNote(locale, todos.filter(({ status }) => status === 'done').length, todos.length);
