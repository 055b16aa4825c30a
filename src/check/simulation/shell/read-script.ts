import type { Script } from '../../shell/syntax.ts';
import type { Phase, SourceLocation } from '../failures.ts';
import type { Stage } from '../image/stage.ts';

/** A script as it was read, with the place of its first line. */
export interface ReadScript {
  readonly script: Script;
  readonly at: SourceLocation;
  readonly stage: Stage;
  readonly phase: Phase;
  /** The shell was started with -e. */
  readonly errexit: boolean;
}
