/** What a build and its container are given besides the Dockerfile and its context, and how it is to be read. */
export interface DockerBuildOptions {
  /** `--build-arg`: values by their names. */
  readonly arguments: Readonly<Record<string, string>>;
  /** `--target`; null for the last stage. */
  readonly target: string | null;
  /** The image that is taken where no FROM can be read; null where none is. */
  readonly assumedBase: string | null;
  /** Whether the Dockerfile is read as it was meant: what a stray backslash swallows is an instruction all the same. */
  readonly asMeant: boolean;
  /** `docker run -e`: variables that the container is given, over those of the image. */
  readonly environment: Readonly<Record<string, string>>;
  /** The file of the context that the container is meant to start by. */
  readonly script: string;
}
