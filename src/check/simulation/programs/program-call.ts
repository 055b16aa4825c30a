import type { Status } from '../shell/status.ts';

/** What a command's name stands for. */
export type ResolvedProgram =
  | { readonly kind: 'tool'; readonly tool: string; readonly path: string | null }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'absent' | 'unknown' };

/** A pipeline whose commands from `from` on are carried out by `run`. */
export interface PipelineTail {
  readonly from: number;
  readonly run: () => Status;
}

/** Where a shell's text comes from: it stands literally in the Dockerfile or in a file, or a command has made it. */
export type TextOrigin = 'literal' | 'made';

/**
 * Who reads a script: the kernel that starts it, which wants an executable bit and looks at the first line, or a shell that was
 * given its name (`sh file`), to which neither matters.
 */
export type FileReader = 'kernel' | 'shell';
