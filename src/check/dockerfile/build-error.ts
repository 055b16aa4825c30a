/**
 * A reason why BuildKit refuses to build the file, as far as it can be seen in the file. BuildKit stops at the first error: all errors of
 * pass `lines` come first, then those of `instructions`, then those of `stages`.
 */
export interface BuildError {
  readonly code: BuildErrorCode;
  readonly line: number;
  /** BuildKit's own error message. */
  readonly phrase: string;
  readonly values: Readonly<Record<string, string | number>>;
}

export type BuildErrorCode =
  | 'EmptyDockerfile'
  | 'DirectiveTwice'
  | 'InvalidEscapeDirective'
  | 'LineTooLong'
  | 'UnterminatedHeredoc'
  | 'KeyValueFormat'
  | 'JsonNotStrings'
  | 'UnknownInstruction'
  | 'UnknownFlag'
  | 'ArgumentCount'
  | 'MissingDestination'
  | 'FromArguments'
  | 'InvalidStageName'
  | 'NoBuildStage'
  | 'OnbuildTrigger'
  | 'InvalidHealthcheck'
  | 'ShellNotJson'
  | 'InvalidMount'
  | 'BadSubstitution'
  | 'BlankBaseName'
  | 'InvalidReference'
  | 'InvalidPlatform'
  | 'InvalidPort'
  | 'InvalidChmod'
  | 'InvalidCopySource'
  | 'InvalidCopyFrom'
  | 'InvalidSignal'
  | 'EmptyVolume'
  | 'LintAsError'
  | 'InvalidCheckOption'
  | 'CircularDependency';

export const buildError = (
  code: BuildErrorCode,
  line: number,
  phrase: string,
  values: Readonly<Record<string, string | number>>,
): BuildError => ({ code, line, phrase, values });
