/** What a verification asks about the tools of a lesson's project. */
export interface ProjectToolchain {
  /** Whether a step of the build installs what the project depends on. */
  installsDependencies(step: { readonly instruction: string }): boolean;
  /** A source file to change so that a rebuild shows what depends on it; null where there is none. */
  sourceToChange(context: readonly { readonly path: string }[]): string | null;
  /** Whether COPY takes source by this path, and not only what the dependencies are listed in. */
  isSource(path: string): boolean;
}
