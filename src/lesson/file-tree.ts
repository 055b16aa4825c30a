/** A file of a lesson's backend as the build context has it: what the check may know about it without a build. */
export interface TreeFile {
  /** Path relative to the context root, with `/`, no leading `./`. */
  readonly path: string;
  readonly bytes: number;
  readonly executable: boolean;
  /** Text of small text files that rules read (scripts, pyproject.toml, .dockerignore); null for all others. */
  readonly text: string | null;
}

/** The lesson's real file tree, without the student's files on top. */
export interface FileTree {
  readonly files: readonly TreeFile[];
}
