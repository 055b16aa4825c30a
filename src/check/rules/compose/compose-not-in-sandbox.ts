import { refusedParts } from '../../compose/sandbox-policy.ts';
import { quoted } from '../../dockerfile/text.ts';
import { composeRule } from './compose-rule.ts';

export const composeNotInSandbox = composeRule({
  id: 'ComposeNotInSandbox',
  severity: 'error',
  page: 'services/',
  reads: 'the keys of the whole file, and the folders that services mount',
  texts: {
    title: 'The file asks for nothing that a sandbox does not carry out',
    why: 'A verification starts the services in a sandbox. There is no other file there but the project’s, no device and no network but theirs.',
    key: '`{{what}}` is nothing that the sandbox carries out, so these services cannot be verified. This lesson does without: leave it out.',
    outside:
      '`{{what}}` is outside the project, and the sandbox has only the project’s files. Name a folder below the Compose file, or a volume.',
    'too-many': 'This file has more {{what}} than the sandbox takes.',
  },
  good: 'services:\n  web:\n    build: .\n    volumes: ["./:/code"]\n',
  bad: 'services:\n  web:\n    build: .\n    privileged: true\n',
  // Without a lesson there is no verification.
  find: (file, report, { manifest }) =>
    manifest === null
      ? []
      : refusedParts(file).map(({ kind, what, line }) => ({
          line,
          message: report(kind, { what: quoted(what, 80) }),
        })),
});
