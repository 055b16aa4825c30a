import { OperatorError } from '../../errors/operator-error.ts';
import { operatorLocale, words } from '../../wording/wording.ts';

const say = words('backup', {
  en: {
    exists: '{{what}} is there already. Name another, or say --force to replace it.',
    absent: '{{what}} is not there.',
    'not-ours': '{{what}} is no copy of Dockhand’s records, or it is damaged.',
    'no-tool':
      '{{what}} is not installed, and only PostgreSQL’s own tools copy its databases. Install postgresql-client (as new as the server), or run it where it is: pg_dump --format=custom --file=FILE DATABASE, and pg_restore --clean --if-exists --dbname=DATABASE FILE.',
    failed: 'It did not work, and nothing was replaced: {{what}}',
  },
});

/** A backup cannot be made or restored. */
export class BackupError extends OperatorError {
  override readonly name = 'BackupError';
  readonly problem: BackupProblem;

  /** `what`: the affected file, database or tool, or the tool's message. */
  constructor(problem: BackupProblem, what: string, options?: ErrorOptions) {
    super('DOCKHAND_BACKUP', say(operatorLocale, problem, { what }), options);
    this.problem = problem;
  }
}

type BackupProblem = Parameters<typeof say>[1];
