import { looksSecret } from '../../model/secrets.ts';
import { programOf } from '../../workflow/commands.ts';
import type { Job, Workflow, WorkflowText } from '../../workflow/workflow.ts';
import { workflowRule } from './workflow-rule.ts';

export const workflowPlainSecret = workflowRule({
  id: 'WorkflowPlainSecret',
  severity: 'warning',
  page: 'how-tos/write-workflows/choose-what-workflows-do/use-secrets',
  reads: 'passwords for registries, and what looks like a token',
  texts: {
    title: 'No password is written in the workflow',
    why: 'Whoever reads the repository, or an old commit of it, has the password. A secret of the repository is seen by its workflows alone.',
    found:
      'A password is written here for everybody to read. Save it as a secret of your repository, and write `{{expression}}` in its place.',
  },
  good: 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: docker/login-action@v4\n        with:\n          username: me\n          password: ${{ secrets.DOCKERHUB_TOKEN }}\n',
  bad: 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: docker/login-action@v4\n        with:\n          username: me\n          password: blue-kettle-42\n',
  find: (workflow, report) =>
    [...new Set([...inActions(workflow), ...inCommands(workflow.jobs)])].map((line) => ({
      line,
      message: report('found', { expression: '${{ secrets.NAME }}' }),
    })),
});

/** Prefixes of access tokens of GitHub, GitLab and Docker Hub. */
const token = /\b(?:gh[pousr]_|github_pat_|dckr_pat_|dckr_oat_|glpat-)\w{10,}/;

const isWritten = (value: string): boolean => value.trim() !== '' && !value.includes('$');

const inActions = ({ texts }: Workflow): readonly number[] =>
  texts.filter(isPlainSecret).map(({ line }) => line);

/** The password of a test database is not a secret, so only inputs of actions count, and texts that can only be tokens. */
const isPlainSecret = ({ text, key, path }: WorkflowText): boolean =>
  token.test(text) || (path.includes('with') && looksSecret(key) && isWritten(text) && !text.includes(' '));

function inCommands(jobs: readonly Job[]): readonly number[] {
  const commands = jobs.flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
  return commands.flatMap((command) => {
    const words = programOf(command);
    if (words[0] !== 'docker' || !words.includes('login')) return [];
    const given = words.flatMap((word, at) => {
      if (word === '-p' || word === '--password') return words[at + 1] ?? [];
      return word.startsWith('--password=') ? word.slice('--password='.length) : [];
    });
    return given.some(isWritten) ? [command.line] : [];
  });
}
