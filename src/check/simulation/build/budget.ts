/** What remains of one check's budget: script steps, characters of shell, copied files, expanded characters. */
export interface Budget {
  steps: number;
  shell: number;
  files: number;
  text: number;
  /** Seconds that the start has slept so far, in the foreground. */
  asleep: number;
}
