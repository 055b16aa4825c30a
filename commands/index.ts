import type { Doings } from '../src/discord/router.ts';
import { askCommand } from './ask.ts';
import { check } from './check.ts';
import { checkMessage } from './check-message.ts';
import { classCommand } from './class.ts';
import { exportCommand } from './export.ts';
import { help } from './help.ts';
import { hint } from './hint.ts';
import { onPaste, pastePresses } from './paste.ts';
import { queue } from './queue.ts';
import { status } from './status.ts';
import { student } from './student.ts';
import { verify } from './verify.ts';

/** Everything that a person can do with Dockhand in Discord. */
export const doings: Doings = {
  commands: [
    hint,
    check,
    checkMessage,
    verify,
    status,
    askCommand,
    queue,
    classCommand,
    student,
    exportCommand,
    help,
  ],
  presses: [pastePresses],
  onPaste,
};
