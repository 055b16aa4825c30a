/** What node and its package managers reject, and what helps, both in a build step and at start. */
export const nodeSentences = {
  'no-package-json':
    'This ends with “{{phrase}}”. npm works in the folder of package.json: copy that file above this line, and be in its folder (WORKDIR).',
  'broken-package-json':
    'This ends with “{{phrase}}”: package.json is not valid JSON. Look for a comma too many, or one that is missing.',
  'no-lock': 'This ends with “{{phrase}}”. Copy the lock file together with package.json, above this line.',
  'stale-lock':
    'This ends with “{{phrase}}”: package.json asks for something that the lock file does not have. Run the install on your machine once more, and keep the new lock file.',
  'no-script':
    'This ends with “{{phrase}}”. The names that can be used here are those under "scripts" in package.json.',
  'no-script-file':
    'This ends with “{{phrase}}”. No step has put this file into the image: copy it, or correct its path.',
  'no-package':
    'This ends with “{{phrase}}”. The package is not installed where the program looks for it: `npm ci` in the same folder, or a COPY of `node_modules`, brings it.',
  'not-installed':
    'This ends with “{{phrase}}”. The program comes with a package, and no packages are installed here: run npm ci in a step above.',
  'dev-left-out':
    'This ends with “{{phrase}}”. The program comes with a development package, and those were left out. For the build they are needed: leave `--omit=dev` and `NODE_ENV=production` out of this stage.',
  'folder-not-there':
    'This ends with “{{phrase}}”. The program lies in a folder of your project that package.json names (`file:…`), and the image does not have that folder in the same place. Copy it under its own name, before the packages are installed.',
} as const;

/** Whether there is a sentence here for the advice. */
export const hasNodeSentence = (advice: string): advice is keyof typeof nodeSentences =>
  Object.hasOwn(nodeSentences, advice);
