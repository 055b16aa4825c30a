import { Octokit } from '@octokit/core';
import { RequestError } from '@octokit/request-error';
import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import type { z } from 'zod';
import { webHost } from './address.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { GitHubFailure, type GitHubTrouble } from './trouble.ts';

/** Concurrent requests; GitHub asks for few. */
const atOnce = 8;
/** How long GitHub is not asked again after a refusal without a retry time. Milliseconds. */
const usualPauseMs = 60_000;
/** GitHub's limits are hourly, so a longer wait than this is an error. Milliseconds. */
const longestPauseMs = 2 * 3_600_000;

export interface GitHubConnectionOptions {
  /** The base of GitHub's REST API, such as `https://api.github.com`. */
  readonly apiUrl: string;
  readonly token: string | null;
  readonly fetcher?: typeof fetch;
  readonly now?: () => number;
}

/** Cache size for commits, trees and files, which are immutable. Characters. */
const heldCharacters = 8_000_000;

type Routes = Parameters<Octokit['request']>[0];

/**
 * The connection to GitHub: typed by octokit, validated by schemas, with size and time limits, and respecting GitHub's rate
 * limits. Every failure is thrown as a {@link GitHubFailure}.
 */
export class GitHubConnection {
  /** The web host: `github.com`. */
  readonly host: string;
  /** The base of its web pages: `https://github.com`. */
  readonly pages: string;
  readonly #octokit: Octokit;
  readonly #held = new LRUCache<string, { readonly data: unknown }>({
    maxSize: heldCharacters,
    sizeCalculation: ({ data }) => JSON.stringify(data).length,
  });
  readonly #now: () => number;
  readonly #limit = pLimit(atOnce);
  #quiet: { readonly until: number; readonly isKnown: boolean } | null = null;

  constructor({ apiUrl, token, fetcher, now = Date.now }: GitHubConnectionOptions) {
    this.#now = now;
    this.host = webHost(apiUrl);
    this.pages = `${new URL(apiUrl).protocol}//${this.host}`;
    this.#octokit = new Octokit({
      baseUrl: apiUrl.replace(/\/$/, ''),
      userAgent: 'dockhand',
      ...(token === null ? {} : { auth: token }),
      request: { fetch: boundedFetch(apiUrl, fetcher) },
      // octokit only logs deprecated routes, and would log headers that must stay secret.
      log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    });
  }

  /** Sends a request and validates the response with `schema`. */
  ask<Schema extends z.ZodType>(
    route: Routes,
    parameters: Readonly<Record<string, unknown>>,
    schema: Schema,
    signal: AbortSignal,
  ): Promise<z.output<Schema>> {
    return this.#limit(async () => {
      this.#throwIfQuiet();
      const data = await this.#request(route, parameters, signal);
      const parsed = schema.safeParse(data);
      if (!parsed.success) throw new GitHubFailure({ kind: 'unreadable' });
      return parsed.data;
    });
  }

  /** Fetches content-addressed objects, which never change: each is requested only once. */
  async askOnce<Schema extends z.ZodType>(
    route: Routes,
    parameters: Readonly<Record<string, unknown>>,
    schema: Schema,
    signal: AbortSignal,
  ): Promise<z.output<Schema>> {
    const key = `${String(route)} ${JSON.stringify(parameters)}`;
    const held = this.#held.get(key);
    if (held !== undefined) return schema.parse(held.data);
    const data = await this.ask(route, parameters, schema, signal);
    this.#held.set(key, { data });
    return data;
  }

  #throwIfQuiet(): void {
    if (this.#quiet === null || this.#quiet.until <= this.#now()) return;
    const { until, isKnown } = this.#quiet;
    throw new GitHubFailure({ kind: 'rate-limited', until: isKnown ? until : null });
  }

  async #request(
    route: Routes,
    parameters: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<unknown> {
    try {
      signal.throwIfAborted();
      const { data } = await this.#octokit.request(String(route), { ...parameters, request: { signal } });
      return data;
    } catch (error) {
      // The error contains the request with its token, so it is not passed on.
      const trouble = troubleOf(error, signal, this.#now());
      if (trouble.kind === 'rate-limited')
        this.#quiet = {
          until: trouble.until ?? this.#now() + usualPauseMs,
          isKnown: trouble.until !== null,
        };
      throw new GitHubFailure(trouble);
    }
  }
}

const quiet = (): void => undefined;

function troubleOf(error: unknown, signal: AbortSignal, now: number): GitHubTrouble {
  const cause = error instanceof Error ? error.cause : null;
  if (error instanceof GitHubFailure) return error.trouble;
  if (cause instanceof GitHubFailure) return cause.trouble;
  if (signal.aborted) return { kind: 'slow' };
  if (!(error instanceof RequestError) || error.response === undefined) return { kind: 'away' };
  const { status, headers } = error.response;
  if (status === 429 || (status === 403 && isRateLimit(headers, error.message)))
    return { kind: 'rate-limited', until: pauseUntil(headers, now) };
  if (status === 401) return { kind: 'token-refused' };
  if (status === 403 || status === 451) return { kind: 'not-allowed' };
  if (status === 404 || status === 410) return { kind: 'not-found' };
  return status >= 500 ? { kind: 'away' } : { kind: 'unreadable' };
}

type Headers = Readonly<Record<string, string | number | undefined>>;

const isRateLimit = (headers: Headers, message: string): boolean =>
  String(headers['x-ratelimit-remaining']) === '0' ||
  headers['retry-after'] !== undefined ||
  /rate limit|abuse detection/i.test(message.slice(0, 500));

/** When GitHub accepts requests again, from its headers: seconds from now, or a Unix time in seconds. */
function pauseUntil(headers: Headers, now: number): number | null {
  const after = Number(headers['retry-after'] ?? Number.NaN);
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
  const until = Number.isFinite(after) ? now + after * 1_000 : reset * 1_000;
  return until > now && until <= now + longestPauseMs ? until : null;
}
