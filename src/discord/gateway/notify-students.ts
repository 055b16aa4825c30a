import type { Services } from '../interactions/services.ts';
import { PracticeNotifier } from '../notifications/notify-practice.ts';
import { StudentNotifier } from '../notifications/notify-verdict.ts';
import type { BotOptions } from './bot-options.ts';

/** Starts notifying students of the results of their verifications and practice runs. */
export function notifyStudents(
  { records, desk, lesson, log }: BotOptions,
  services: Services,
  owns: (guild: string) => boolean,
): void {
  const { messenger, liveMessages, livePractice, lessons, locales, staff } = services;
  const parts = { records, messenger, locales, lessons, log };
  const ofVerifications = new StudentNotifier({ ...parts, liveMessages, lesson });
  desk.notifyWith((submission) => {
    staff.boardChanged(submission.student.guild);
    services.reportOnGitHub(submission);
    return ofVerifications.notify(submission);
  }, owns);
  const ofPractice = new PracticeNotifier({ ...parts, livePractice });
  desk.practice.notifyWith((practice) => {
    staff.boardChanged(practice.student.guild);
    return ofPractice.notify(practice);
  }, owns);
}
