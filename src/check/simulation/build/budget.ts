/** What is left of what one check may cost: steps of scripts, characters of shell, files that are copied, characters that are expanded. */
export interface Budget {
  steps: number;
  shell: number;
  files: number;
  text: number;
}
