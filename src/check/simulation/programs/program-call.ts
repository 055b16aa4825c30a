import type { Status } from '../shell/status.ts';

/** What a command's name resolves to. */
export type ResolvedProgram =
  | { readonly kind: 'tool'; readonly tool: string; readonly path: string | null }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'absent' | 'unknown' };

/** The end of a pipeline: `run` simulates its commands from index `from` on. */
export interface PipelineTail {
  readonly from: number;
  readonly run: () => Status;
}

/** Whether a shell's text is written in the Dockerfile or a file (`literal`), or was produced by a command (`made`). */
export type TextOrigin = 'literal' | 'made';

/**
 * Who reads a script: the kernel, which requires the executable bit and reads the shebang, or a shell called with its name (`sh file`),
 * which needs neither.
 */
export type FileReader = 'kernel' | 'shell';
