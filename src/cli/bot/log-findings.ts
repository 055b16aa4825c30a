import type { Logger } from 'pino';
import type { Settings } from '../../config/settings.ts';
import { examineDiscord } from '../doctor/discord.ts';
import type { DoctorFinding } from '../doctor/finding.ts';
import { examineDisk } from '../doctor/machine.ts';

/** Runs the quick checks of `dockhand doctor` while a bot starts, and logs problems. */
export async function logWhatIsNotWell(settings: Settings, log: Logger): Promise<void> {
  const parts = await Promise.allSettled([
    examineDiscord(settings, false),
    examineDisk(settings.DOCKHAND_STATE),
  ]);
  const findings = parts.flatMap((part): readonly DoctorFinding[] =>
    part.status === 'fulfilled' ? [part.value].flat() : [],
  );
  for (const { check, status, message, todo } of findings)
    if (status !== 'ok')
      log.warn(
        { event: 'doctor.finding', check, status, finding: message, todo },
        'the doctor found something',
      );
}
