/** The keys, events and runners of workflows that GitHub documents on `docs.github.com`. Nothing else is judged. */

export const workflowKeys: readonly string[] = [
  ...['name', 'run-name', 'on', 'permissions', 'env', 'defaults', 'concurrency', 'jobs'],
];

export const jobKeys: readonly string[] = [
  ...['name', 'permissions', 'needs', 'if', 'runs-on', 'snapshot', 'environment', 'concurrency', 'outputs'],
  ...['env', 'defaults', 'steps', 'timeout-minutes', 'strategy', 'continue-on-error', 'container'],
  ...['services', 'uses', 'with', 'secrets'],
];

export const stepKeys: readonly string[] = [
  ...['id', 'if', 'name', 'uses', 'run', 'working-directory', 'shell', 'with', 'env'],
  ...['continue-on-error', 'timeout-minutes'],
];

export const strategyKeys: readonly string[] = ['matrix', 'fail-fast', 'max-parallel'];

/** The keys below each event. For events that are not listed, the keys are not checked. */
export const filterKeys: Readonly<Record<string, readonly string[]>> = {
  push: ['branches', 'branches-ignore', 'tags', 'tags-ignore', 'paths', 'paths-ignore'],
  pull_request: ['types', 'branches', 'branches-ignore', 'paths', 'paths-ignore'],
  pull_request_target: ['types', 'branches', 'branches-ignore', 'paths', 'paths-ignore'],
};

export const events: readonly string[] = [
  ...['branch_protection_rule', 'check_run', 'check_suite', 'create', 'delete', 'deployment'],
  ...['deployment_status', 'discussion', 'discussion_comment', 'fork', 'gollum', 'image_version'],
  ...['issue_comment', 'issues', 'label', 'merge_group', 'milestone', 'page_build', 'project'],
  ...['project_card', 'project_column', 'public', 'pull_request', 'pull_request_comment'],
  ...['pull_request_review', 'pull_request_review_comment', 'pull_request_target', 'push'],
  ...['registry_package', 'release', 'repository_dispatch', 'schedule', 'status', 'watch'],
  ...['workflow_call', 'workflow_dispatch', 'workflow_run'],
];

/** GitHub-hosted runners, to distinguish a typo from a self-hosted runner. */
export const hostedMachines: readonly string[] = [
  ...['ubuntu-latest', 'ubuntu-24.04', 'ubuntu-22.04', 'ubuntu-slim', 'ubuntu-24.04-arm', 'ubuntu-22.04-arm'],
  ...['windows-latest', 'windows-2025', 'windows-2022', 'windows-11-arm'],
  ...['macos-latest', 'macos-26', 'macos-15', 'macos-14', 'macos-15-intel'],
];
