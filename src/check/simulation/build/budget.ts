/** What is left of one check's budget: script steps, characters of shell code, copied files, expanded characters. */
export interface Budget {
  steps: number;
  shell: number;
  files: number;
  text: number;
  /** Seconds that foreground `sleep` commands have taken during the start so far. */
  asleep: number;
}
