import type { Script } from '../../shell/syntax.ts';
import type { Phase, SourceLocation } from '../failures.ts';
import type { Stage } from '../image/stage.ts';

/** A parsed script, with the location of its first line. */
export interface ReadScript {
  readonly script: Script;
  readonly at: SourceLocation;
  readonly stage: Stage;
  readonly phase: Phase;
  /** Whether the shell was started with -e. */
  readonly errexit: boolean;
}
