import type { Saying, Values } from '../../../wording/wording.ts';
import { ignoreRemedy } from '../ignore-remedy.ts';
import { placeOf, quotedValue } from '../queries.ts';
import { defineRule } from '../rule.ts';
import { wording } from './failure-words.ts';

/** Until failures are typed: their values are not. */
type Worded = (key: string, values: Values) => Saying;

export const buildStepFails = defineRule({
  id: 'BuildStepFails',
  severity: 'error',
  reads: 'what each command of RUN finds in the image',
  texts: {
    title: 'Every command of the build works',
    why: 'A RUN step that fails ends the build. What a command needs has to be in the image before.',
    found: 'The build stops here.',
    command:
      'The build stops here: {{command}}: not found. This image has no such program: install it in a step above, or do without it.',
    source:
      'The build stops here: “source: not found”. That is a word of bash, and RUN uses /bin/sh. What it sets would also end with this step: leave it out, uv finds .venv by itself.',
    prompt:
      'The build stops here: “$: not found”. The $ is the prompt of a terminal and no part of the command: leave it out.',
    lists:
      'The build stops here: “{{phrase}}”. The slim image has no package lists: run apt-get update before, in the same RUN.',
    package:
      'The build stops here: “{{phrase}}”. The distribution of this image has no package of that name: correct it, or leave it out.',
    packageTypo: 'The build stops here: “{{phrase}}”. Did you mean {{instead}}?',
    file: 'The build stops here: {{command}} does not find {{path}} in the image. Copy it in a step above, or correct the path.',
    copy: 'The build stops here: "/{{path}}": not found. There is no such file in the folder that you build. Check its name and its place.',
    above:
      'The build stops here: "/{{path}}": not found. Paths begin in the folder that you build, so leave its name out: write {{instead}}.',
    hidden:
      'The build stops here: "/{{path}}": not found. Line {{patternLine}} of {{ignore}} (`{{pattern}}`) hides it from Docker. Take that pattern out.',
    notLetIn:
      'The build stops here: "/{{path}}": not found. Line {{patternLine}} of {{ignore}} (`{{pattern}}`) hides it, and no line below lets it in again. Write `!{{path}}` on a line below.',
    stage:
      'The build stops here: "{{path}}": not found. The stage {{stage}} has no such file. Check the path there.',
    folder: 'The build stops here: there is no folder {{path}} in the image (from {{folder}}).',
    script: 'The build stops here: {{path}}: not found. No step has put this file into the image.',
    permission:
      'The build stops here: {{command}}: “Permission denied” for the user {{user}}. Do it above the USER line.',
    usage: 'The build stops here: “{{phrase}}”.',
    exitCode: 'The build stops here: `{{command}}` ends with an exit code that is not 0.',
    hangs:
      'This starts {{what}} while the image is built, so the build never ends. The server belongs into the start script.',
    manage:
      'The build stops here: there is no {{manage}} in {{folder}}. Copy your code first, and change to its folder.',
    module:
      'The build stops here: “No module named {{module}}”. Put uv run before python, or do this after the dependencies are installed.',
    comment:
      'The build stops here: "/#": not found. Docker takes a comment behind COPY for more files. Put it on a line of its own.',
    part: 'The build stops here: {{path}} is not in the image, and manage.py needs it. Copy all of your code before this step.',
    user: 'The build stops here: unable to find user {{user}}: no matching entries in passwd file. Create the user with useradd in a RUN step above.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nRUN apt-get update && apt-get install -y curl\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nRUN apt-get install -y curl\n' },
  find: (context, report) => {
    return context.simulation.failures
      .filter(({ phase, aim, code }) => phase === 'build' && aim === null && code !== 'uv-not-found')
      .slice(0, 3)
      .map((failure) => {
        const { key, values } = wording(failure);
        const cured =
          key === 'hidden'
            ? ignoreRemedy(context, quotedValue(failure, 'pattern'), quotedValue(failure, 'path'))
            : key;
        return {
          ...placeOf(failure),
          message: (report as Worded)(cured, { ...values, ignore: context.names.dockerignore }),
        };
      });
  },
});
