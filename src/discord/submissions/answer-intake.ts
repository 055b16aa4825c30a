import type { TextOwner } from '../../checker/text-reader.ts';
import { locateFragment } from '../../intake/fragment.ts';
import type { Fragment, IntakeResult } from '../../intake/intake-result.ts';
import type { CommandCall } from '../interactions/command-call.ts';
import { type CommandResponse, reply } from '../interactions/command-response.ts';
import type { StudentRequest } from '../interactions/for-student.ts';
import type { Services } from '../interactions/services.ts';
import { checkMessage } from '../render/check.ts';
import { askAboutFragment } from '../render/fragment.ts';
import { intakeMessage } from '../render/intake.ts';
import { checkForeignFiles, checkFragment, checkOwnFiles } from './instant-check.ts';

/**
 * Answers what was read in a message or a form. Whole files are checked, and those of the asker's own are remembered;
 * some lines of a file never take its place: they are looked for in the one that is remembered, or asked about.
 */
export async function answerIntake(
  call: CommandCall,
  request: StudentRequest,
  intake: IntakeResult,
  /** Who sent it. */
  owner: TextOwner,
  services: Services,
): Promise<CommandResponse> {
  const own = owner.user === call.user;
  switch (intake.kind) {
    case 'files': {
      const result = await (own
        ? checkOwnFiles(request, intake, services)
        : checkForeignFiles(request, intake, owner, services));
      return reply(checkMessage(call.locale, result));
    }
    case 'fragment':
      if (own) return answerFragment(call, request, intake.fragment, services);
  }
  return reply(intakeMessage(call.locale, intake, request));
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
