/** A Compose file's services, as far as lessons ask about them. Lines are of the Compose file, from 1. */

export interface ComposeBuild {
  /** The folder, as it is written. */
  readonly context: string;
  readonly dockerfile: string;
  /** Where the two lie in the project; null where a path leads out of it. */
  readonly place: { readonly folder: string; readonly dockerfile: string } | null;
  /** The Dockerfile stands in the Compose file. */
  readonly inline: boolean;
  readonly target: string | null;
  readonly arguments: Readonly<Record<string, string>>;
  readonly line: number;
}

export interface ComposePort {
  readonly written: string;
  /** The port on the student's machine; null where Docker takes any. */
  readonly published: number | null;
  /** The port in the container; null where it cannot be determined. */
  readonly target: number | null;
  readonly host: string | null;
  readonly protocol: 'tcp' | 'udp';
  readonly line: number;
}

export interface ComposeMount {
  /** `bind`: a folder of the student's machine. `anonymous`: a volume without a name, which `down` forgets. */
  readonly kind: 'named' | 'bind' | 'anonymous' | 'tmpfs' | 'other';
  /** Name of the volume, or path on the machine. */
  readonly source: string;
  /** Where a folder of the machine lies in the project; null where it does not, and for any other kind. */
  readonly place: string | null;
  readonly target: string;
  readonly readOnly: boolean;
  readonly line: number;
}

export interface ComposeDependency {
  readonly service: string;
  readonly condition: 'service_started' | 'service_healthy' | 'service_completed_successfully';
  /** False for the short form, which says no condition. */
  readonly said: boolean;
  readonly line: number;
}

export interface ComposeHealthcheck {
  /** As Docker takes it: `CMD` or `CMD-SHELL` and the words behind; null where the image's own is meant, or it cannot be determined. */
  readonly test: readonly string[] | null;
  readonly disabled: boolean;
  /** Milliseconds; null for Docker's own. */
  readonly interval: number | null;
  readonly timeout: number | null;
  readonly startPeriod: number | null;
  readonly retries: number | null;
  readonly line: number;
}

export interface ComposeVariable {
  readonly name: string;
  /** Null for one that is taken from the shell that Compose runs in. */
  readonly value: string | null;
  readonly line: number;
}

/** A secret or a configuration that a service is given: a file of the project, mounted so that it can only be read. */
export interface ComposeGivenFile {
  readonly kind: 'secret' | 'config';
  /** The name under which the file declares it. */
  readonly name: string;
  /** The path, as it is written; null where nothing of the name is declared with a file. */
  readonly file: string | null;
  /** Where it lies in the project; null where it does not. */
  readonly place: string | null;
  /** Its path in the container. */
  readonly target: string;
  readonly line: number;
}

interface ComposeEnvFile {
  /** As it is written. */
  readonly path: string;
  /** Where it lies in the project; null where it does not. */
  readonly place: string | null;
  readonly required: boolean;
  readonly line: number;
}

export interface ComposeService {
  readonly name: string;
  readonly line: number;
  /** It goes on with another service, which may say what it does not. */
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
  /** Names that it has in the networks that it joins; none where it joins Compose's own. */
  readonly networks: readonly { readonly name: string; readonly aliases: readonly string[] }[];
  readonly containerName: string | null;
  readonly hostname: string | null;
  /** It is started again when it ends in an error. */
  readonly restarts: boolean;
  readonly init: boolean;
  readonly readOnly: boolean;
  readonly tmpfs: readonly string[];
  readonly stopSignal: string | null;
  /** A plain `docker compose up` leaves a service with a profile out. */
  readonly profiles: readonly string[];
}
