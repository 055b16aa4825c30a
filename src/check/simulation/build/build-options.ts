/** Options of a build and of its container, besides the Dockerfile and the context. */
export interface DockerBuildOptions {
  /** `--build-arg` values by name. */
  readonly arguments: Readonly<Record<string, string>>;
  /** `--target`; null for the last stage. */
  readonly target: string | null;
  /** The base image to assume if no FROM can be parsed; null for none. */
  readonly assumedBase: string | null;
  /** Whether to repair stray backslashes: an instruction that one swallows is still simulated as an instruction. */
  readonly asMeant: boolean;
  /** `docker run -e`: environment variables of the container; they override the image's. */
  readonly environment: Readonly<Record<string, string>>;
  /** The context file intended as the container's start script. */
  readonly script: string;
}
