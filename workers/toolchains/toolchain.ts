/** What a verification needs to know about the tools of a lesson's project. */
export interface ProjectToolchain {
  /** Whether a step of the build installs what the project depends on. */
  installsDependencies(step: { readonly instruction: string }): boolean;
  /** A source file to change, so that a rebuild shows which steps depend on it; null when there is none. */
  sourceToChange(context: readonly { readonly path: string }[]): string | null;
  /** Whether a COPY of this path takes source, and not only the files that list dependencies. */
  isSource(path: string): boolean;
}
