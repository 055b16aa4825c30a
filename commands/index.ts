import type { BotCommands } from '../src/discord/interactions/router.ts';
import { announceLesson } from './announce-lesson.ts';
import { askCommand } from './ask.ts';
import { bugHunt } from './bug-hunt.ts';
import { cancel } from './cancel.ts';
import { check } from './check.ts';
import { checkMessage } from './check-message.ts';
import { checklistCommand } from './checklist.ts';
import { classComponents } from './choose-class.ts';
import { classCommand } from './class.ts';
import { compare } from './compare.ts';
import { deadline } from './deadline.ts';
import { explain } from './explain.ts';
import { exportCommand } from './export.ts';
import { grades } from './grades.ts';
import { help } from './help.ts';
import { hint } from './hint.ts';
import { layers } from './layers.ts';
import { lessonCommand } from './lesson.ts';
import { link } from './link.ts';
import { myData } from './my-data.ts';
import { predict } from './predict.ts';
import { queue } from './queue.ts';
import { quiz } from './quiz.ts';
import { fileComponents } from './remembered-files.ts';
import { roster } from './roster.ts';
import { status } from './status.ts';
import { student } from './student.ts';
import { submitPr } from './submit-pr.ts';
import { verify } from './verify.ts';
import { xray } from './xray.ts';

/** All commands, components and forms of Dockhand on Discord. */
export const botCommands: BotCommands = {
  commands: [
    hint,
    check,
    checkMessage,
    lessonCommand,
    checklistCommand,
    xray,
    layers,
    predict,
    compare,
    quiz,
    bugHunt,
    verify,
    submitPr,
    cancel,
    status,
    askCommand,
    explain,
    queue,
    classCommand,
    student,
    exportCommand,
    grades,
    deadline,
    announceLesson,
    roster,
    link,
    myData,
    help,
  ],
  components: [fileComponents, classComponents],
};
