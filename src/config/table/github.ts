import { z } from 'zod';
import { sayOfSettings } from '../wording.ts';
import { httpUrl, oneOf, setting } from './setting.ts';

export const githubSettings = {
  name: 'github',
  settings: {
    GITHUB_API_URL: setting(
      httpUrl,
      'https://api.github.com',
      ['bot'],
      'Where the REST API of GitHub is; https://HOST/api/v3 for a GitHub Enterprise Server. No other host is ever asked.',
    ),
    GITHUB_TOKEN: setting(
      z.string().regex(/^[A-Za-z0-9_.-]{20,1000}$/, sayOfSettings('githubToken')),
      null,
      ['bot'],
      'Reads pull requests of private repositories, and 5000 requests an hour instead of 60. Contents and pull requests, read-only, do for that.',
    ),
    GITHUB_REPORTS: setting(
      oneOf('off', 'status', 'comment'),
      'off',
      ['bot'],
      'What Dockhand writes at a submitted pull request, where everybody who sees it can read it. status: a commit status; comment: a status, and one comment\nthat is kept up to date. Needs a token that may write commit statuses, and pull requests for the comment.',
    ),
  },
} as const;
