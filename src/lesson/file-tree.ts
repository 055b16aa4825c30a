/** A file of a lesson's backend as it is in the build context, with what the check can know without building. */
export interface TreeFile {
  /** Path relative to the context root, with `/`, no leading `./`. */
  readonly path: string;
  readonly bytes: number;
  readonly executable: boolean;
  /** Content of small text files that rules read (scripts, pyproject.toml, .dockerignore); null for all others. */
  readonly text: string | null;
}

/** The lesson's actual file tree, without the student's files. */
export interface FileTree {
  readonly files: readonly TreeFile[];
}
