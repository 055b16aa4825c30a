import { words } from '../../wording/wording.ts';
import type { VerdictReason } from '../verdict.ts';

/**
 * The one sentence that goes with each reason when nothing more precise is known. Student wording: friendly, concrete,
 * one idea per sentence. It lives here, beside the verdict, because the bot words what a worker found out.
 */
const reasonTexts = {
  'build-failed': 'The build stopped at `{{instruction}}`.',
  'base-image-not-found': 'Docker cannot find the base image `{{image}}`. Check its name and tag for a typo.',
  'file-not-in-context': 'Docker cannot find `{{path}}` among the files of the project.',
  'out-of-memory':
    'It asked for more memory than the sandbox has ({{megabytes}} MB), so the system ended it.',
  'timed-out': 'It was still not finished after {{seconds}} seconds, so it was stopped.',
  'disk-full': 'It filled the disk of the sandbox.',
  'too-many-processes': 'It started more processes than the sandbox allows ({{count}}).',
  'too-much-output': 'It printed more than {{megabytes}} MB, so it was stopped.',
  'image-configuration-too-large':
    'The image’s own description (its variables, labels and commands) is larger than the {{kilobytes}} kB that the sandbox reads. Look for a variable that grows with every line.',
  exited: 'The container started, and ended again by itself with exit code {{code}} instead of serving.',
  'not-executable':
    'The container cannot start because `{{file}}` is not executable. `chmod +x` makes it so.',
  'no-such-interpreter':
    'The first line of `{{file}}` names a program that the image does not have. Check the shebang, and that the lines end in LF, not CRLF.',
  'never-listened':
    'The container runs, but nothing in it listens on port {{port}}, even after {{seconds}} seconds.',
  'listened-on-localhost':
    'The server listens on port {{port}} only inside its own container (127.0.0.1). Let it listen on 0.0.0.0 so that your machine can reach it.',
  'wrong-port': 'The server listens on port {{found}}, but the lesson publishes port {{port}}.',
  'needs-network-at-start':
    'The container tries to download its packages when it starts. Install them while the image is built, with a RUN step.',
  'waits-for-a-database':
    'The container waits for a database server that is not there. In this lesson it runs alone, with SQLite.',
  'wrong-status': '`{{path}}` answered with status {{status}}; the lesson expects {{expected}}.',
  'not-json': '`{{path}}` answered, but not with JSON.',
  'unexpected-answer': '`{{path}}` answered with JSON that the lesson does not expect.',
  'did-not-migrate': 'The database has no tables: `migrate` did not run when the container started.',
  'cache-broken':
    'After a change of one source file, `{{instruction}}` ran again. Copy only the dependency files before it, and the rest after it.',
  'compose-unusable': 'This Compose file cannot be used as it is.',
  'workflow-unusable': 'This workflow would not run as it is.',
  'service-unhealthy': 'A service did not become healthy.',
  'promise-broken': 'Something that the lesson asks for is not so.',
  'todo-not-done': 'Everything runs, but TODO {{todo}} is not done yet.',
  'engine-away': 'Our Docker engine did not answer. It is not about your files.',
  'machine-busy':
    'Our machine was too busy to give your build or container its turn. It is not about your files.',
  'no-box': 'No sandbox was free in time. It is not about your files.',
  'pull-failed': 'The base image `{{image}}` could not be downloaded just now. It is not about your files.',
  'package-index-away': 'The package index could not be reached just now. It is not about your files.',
  'lesson-not-here': 'No worker has this lesson at the moment. It is not about your files.',
  'lesson-service-away':
    'The service `{{service}}`, which this lesson brings, is not working. It is not about your files.',
  'worker-lost': 'The machine that verified this broke down. That was not your fault.',
  unreadable:
    'I could not read this: I was not done within a second. It is not held against you. Something in your files, or in what they print, is very unusual: long values that repeat, or one line that goes on and on. Make it simpler and try again.',
  'verdict-unreadable':
    'The result came in a form that I do not know yet, because our machines are being updated. That was not your fault.',
  unexpected: 'Something went wrong on our side. It is not about your files.',
  'by-student': 'You cancelled this verification.',
  'by-ta': 'A teaching assistant cancelled this verification.',
  superseded: 'You sent a newer version, so this one was not verified.',
  stopped: 'Cancelled, because Dockhand was stopped.',
} as const satisfies Record<VerdictReason, string>;

/** Verdicts that the desk gave itself were kept under a page of their own before. */
export const sayReason = words('verdict-reason', { en: reasonTexts, formerly: 'desk.called-off' });
