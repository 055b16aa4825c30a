/** The services of a Compose file, as far as lessons check them. Lines are lines of the Compose file, from 1. */

export interface ComposeBuild {
  /** The folder, as written. */
  readonly context: string;
  readonly dockerfile: string;
  /** The two paths within the project; null when one of them leads out of it. */
  readonly place: { readonly folder: string; readonly dockerfile: string } | null;
  /** Whether the Dockerfile is inline in the Compose file. */
  readonly inline: boolean;
  readonly target: string | null;
  readonly arguments: Readonly<Record<string, string>>;
  readonly line: number;
}

export interface ComposePort {
  readonly written: string;
  /** The port on the student's machine; null when Docker chooses one. */
  readonly published: number | null;
  /** The port in the container; null when it cannot be determined. */
  readonly target: number | null;
  readonly host: string | null;
  readonly protocol: 'tcp' | 'udp';
  readonly line: number;
}

export interface ComposeMount {
  /** `bind`: a folder of the student's machine. `anonymous`: a volume without a name; after `down`, a new one is used. */
  readonly kind: 'named' | 'bind' | 'anonymous' | 'tmpfs' | 'other';
  /** The name of the volume, or the path on the machine. */
  readonly source: string;
  /** The path of a bind mount's source within the project; null when it is outside, and for all other kinds. */
  readonly place: string | null;
  readonly target: string;
  readonly readOnly: boolean;
  readonly line: number;
}

export interface ComposeDependency {
  readonly service: string;
  readonly condition: 'service_started' | 'service_healthy' | 'service_completed_successfully';
  /** False for the short form, which states no condition. */
  readonly said: boolean;
  readonly line: number;
}

export interface ComposeHealthcheck {
  /**
   * The test as Docker gets it: `CMD` or `CMD-SHELL` and its words. Null when the image's own test applies, or when it cannot be
   * determined.
   */
  readonly test: readonly string[] | null;
  readonly disabled: boolean;
  /** In milliseconds; null for Docker's default. */
  readonly interval: number | null;
  readonly timeout: number | null;
  readonly startPeriod: number | null;
  readonly retries: number | null;
  readonly line: number;
}

export interface ComposeVariable {
  readonly name: string;
  /** Null for a variable whose value comes from the environment in which Compose runs. */
  readonly value: string | null;
  readonly line: number;
}

/** A secret or config of a service: a file of the project, mounted read-only. */
export interface ComposeGivenFile {
  readonly kind: 'secret' | 'config';
  /** The name under which the file declares it. */
  readonly name: string;
  /** The path as written; null when no such declaration has a file. */
  readonly file: string | null;
  /** Its path within the project; null when it is outside. */
  readonly place: string | null;
  /** Its path in the container. */
  readonly target: string;
  readonly line: number;
}

interface ComposeEnvFile {
  /** The path as written. */
  readonly path: string;
  /** Its path within the project; null when it is outside. */
  readonly place: string | null;
  readonly required: boolean;
  readonly line: number;
}

export interface ComposeService {
  readonly name: string;
  readonly line: number;
  /** Whether it extends another service, which may have the settings that are missing here. */
  readonly extendsOther: boolean;
  readonly image: { readonly name: string; readonly line: number } | null;
  readonly build: ComposeBuild | null;
  readonly ports: readonly ComposePort[];
  readonly environment: readonly ComposeVariable[];
  readonly envFiles: readonly ComposeEnvFile[];
  readonly dependsOn: readonly ComposeDependency[];
  readonly mounts: readonly ComposeMount[];
  readonly givenFiles: readonly ComposeGivenFile[];
  readonly healthcheck: ComposeHealthcheck | null;
  readonly command: readonly string[] | null;
  readonly entrypoint: readonly string[] | null;
  readonly user: string | null;
  readonly workingDirectory: string | null;
  /** The networks that it joins, with its aliases there; empty when it only joins the default network. */
  readonly networks: readonly { readonly name: string; readonly aliases: readonly string[] }[];
  readonly containerName: string | null;
  readonly hostname: string | null;
  /** Whether it is restarted after a failure. */
  readonly restarts: boolean;
  readonly init: boolean;
  readonly readOnly: boolean;
  readonly tmpfs: readonly string[];
  readonly stopSignal: string | null;
  /** A plain `docker compose up` skips services with a profile. */
  readonly profiles: readonly string[];
}
