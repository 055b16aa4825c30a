import { quoted } from '../../dockerfile/text.ts';
import { dockerRules } from '../docker/index.ts';
import { skippedChecks } from '../docker/skipped.ts';
import { defineRule } from '../rule.ts';

export const lintAsError = defineRule({
  id: 'LintAsError',
  severity: 'error',
  url: 'https://docs.docker.com/reference/dockerfile/#check',
  reads: 'the `# check=` comment at the top, and whether any of Docker’s build checks has something to say',
  texts: {
    title: 'Build checks are not errors',
    why: '`# check=error=true` makes every warning of Docker’s build checks end the build.',
    found:
      'The build stops here: lint violation found for rules: {{rules}}. Fix the warnings, or take error=true out of this comment.',
  },
  good: { Dockerfile: '# check=error=true\nFROM python:3.11-slim\nCMD ["true"]\n' },
  bad: { Dockerfile: '# check=error=true\nFROM python:3.11-slim\nCMD echo hello\n' },
  find: (context, report) => {
    const options = context.dockerfile.lines.checkOptions;
    if (options === null || !/(?:^|;)\s*error=(?:true|1|t)\b/i.test(options)) return [];
    const skipped = skippedChecks(options);
    const broken = dockerRules
      .filter((rule) => !skipped(rule.id) && rule.find(context).length > 0)
      .map(({ id }) => id);
    if (broken.length === 0) return [];
    return [
      {
        file: context.names.dockerfile,
        line: 1,
        message: report('found', { rules: quoted(broken.join(', '), 120) }),
      },
    ];
  },
});
