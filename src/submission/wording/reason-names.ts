import { type Locale, words } from '../../wording/wording.ts';
import type { VerdictReason } from '../verdict.ts';

/** A reason's short name for tables of teaching assistants, where its sentence does not fit. */
const names = {
  'build-failed': 'the build stops',
  'base-image-not-found': 'base image not found',
  'file-not-in-context': 'file not in the project',
  'out-of-memory': 'out of memory',
  'timed-out': 'not finished in time',
  'disk-full': 'disk full',
  'too-many-processes': 'too many processes',
  'too-much-output': 'printed too much',
  'image-configuration-too-large': 'description of the image too large',
  exited: 'the container ended by itself',
  'not-executable': 'script not executable',
  'no-such-interpreter': 'first line of the script names no program',
  'never-listened': 'nothing listens on the port',
  'listened-on-localhost': 'listens only inside the container',
  'wrong-port': 'listens on another port',
  'needs-network-at-start': 'needs the network at start',
  'waits-for-a-database': 'waits for a database',
  'wrong-status': 'answers with another status',
  'not-json': 'does not answer with JSON',
  'unexpected-answer': 'answers with something else',
  'did-not-migrate': 'database without tables',
  'cache-broken': 'builds too much again after a change',
  'compose-unusable': 'Compose file cannot be used',
  'workflow-unusable': 'workflow cannot be used',
  'service-unhealthy': 'a service does not become healthy',
  'promise-broken': 'not as the lesson asks',
  'todo-not-done': 'a TODO is not done',
  'engine-away': 'the engine does not answer',
  'machine-busy': 'machine too busy',
  'no-box': 'no box was free',
  'pull-failed': 'base image could not be fetched',
  'package-index-away': 'package index does not answer',
  'lesson-not-here': 'no machine has the lesson',
  'lesson-service-away': 'a service of the lesson does not run',
  'worker-lost': 'the worker broke down',
  unreadable: 'could not be read',
  'verdict-unreadable': 'the verdict could not be read',
  unexpected: 'something unexpected',
  'by-student': 'cancelled by the student',
  'by-ta': 'cancelled by a teaching assistant',
  superseded: 'a newer version was sent',
  stopped: 'Dockhand was stopped',
} as const satisfies Record<VerdictReason, string>;

const say = words('reason-name', { en: names });

export const nameReason = (locale: Locale, reason: VerdictReason): string => say(locale, reason);
