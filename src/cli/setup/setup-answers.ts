/** Answers from the command line. */
export interface SetupAnswers {
  readonly token?: string;
  readonly tokenFile?: string;
  readonly server?: string;
  readonly taRole?: string;
  readonly staffChannel?: string;
  readonly classChannel?: string;
  readonly lesson?: string;
  /** A language tag, or `server`. */
  readonly language?: string;
  readonly timeZone?: string;
  readonly message?: boolean;
}
