import { type BrokenKey, brokenText } from '../../lesson/manifest/assertion-wording.ts';
import type { Assertion, AssertionOf } from '../../lesson/manifest/assertions.ts';
import { isAllowed } from '../dockerfile/images/reference.ts';
import { quoted } from '../dockerfile/text.ts';
import { isKnown } from '../dockerfile/unknown-text.ts';
import { isRoot, ownerOf, userName } from '../dockerfile/user.ts';
import type { RuleContext } from '../rules/rule.ts';
import type { Stage } from '../simulation/image/stage.ts';
import type { BrokenAssertion } from './judgement.ts';

/** Assertions about the image that the build produces. */
type OverImage = AssertionOf<'file' | 'base' | 'stages' | 'user' | 'workdir' | 'environment' | 'exposes'>;

/** The last stage of the Dockerfile, with a function that reports why it breaks an assertion. */
interface Judged {
  readonly context: RuleContext;
  readonly final: Stage;
  readonly broken: (
    assertion: Assertion,
    status: BrokenAssertion['status'],
    key: BrokenKey,
    at?: { readonly line?: number | null; readonly values?: Readonly<Record<string, string | number>> },
  ) => BrokenAssertion;
}

export function judgeImage(context: RuleContext, final: Stage, assertion: OverImage): BrokenAssertion | null {
  const judged: Judged = {
    context,
    final,
    broken: (each, status, key, { line = null, values = {} } = {}) => ({
      status,
      message: brokenText(each, key, values),
      file: context.names.dockerfile,
      line,
    }),
  };
  switch (assertion.assert) {
    case 'file':
      return judgeFile(judged, assertion);
    case 'base':
      return judgeBase(judged, assertion);
    case 'stages':
      return judgeStages(judged, assertion);
    case 'user':
      return judgeUser(judged, assertion);
    case 'workdir':
      return judgeWorkdir(judged, assertion);
    case 'environment':
      return judgeEnvironment(judged, assertion);
    case 'exposes': {
      if (final.exposed.has(assertion.port)) return null;
      const [line = null] = final.exposed.values();
      return judged.broken(assertion, line === null ? 'missing' : 'wrong', 'exposes', {
        line,
        values: { port: assertion.port },
      });
    }
  }
}

function judgeFile({ final, broken }: Judged, assertion: AssertionOf<'file'>): BrokenAssertion | null {
  const { path } = assertion;
  const presence = final.files.presence(path);
  const entry = final.files.get(path);
  const values = { path };
  if (presence === 'unknown') return broken(assertion, 'unknown', 'unknown');
  if (assertion.absent)
    return presence === 'absent'
      ? null
      : broken(assertion, 'wrong', 'file-present', { line: entry?.line || null, values });
  if (presence === 'absent') return broken(assertion, 'missing', 'file', { values });
  if (!assertion.executable || presence === 'folder') return null;
  if (entry === null || entry.executable === null) return broken(assertion, 'unknown', 'unknown');
  const may = entry.executable === true || (entry.executable !== false && isRoot(final.user));
  return may ? null : broken(assertion, 'wrong', 'file-not-executable', { line: entry.line || null, values });
}

function judgeBase(
  { context, final, broken }: Judged,
  assertion: AssertionOf<'base'>,
): BrokenAssertion | null {
  const stage = assertion.stage === 'first' ? (context.simulation.stages[0] ?? final) : final;
  const { reference } = stage.base;
  if (!isKnown(reference)) return broken(assertion, 'unknown', 'unknown', { line: stage.line });
  if (reference === assertion.image || isAllowed(reference, [assertion.image])) return null;
  const values = { found: quoted(reference), image: assertion.image };
  return broken(assertion, 'wrong', 'base', { line: stage.line || null, values });
}

function judgeStages({ context, broken }: Judged, assertion: AssertionOf<'stages'>): BrokenAssertion | null {
  const found = context.built.size;
  if (found >= assertion.min) return null;
  return broken(assertion, 'missing', 'stages', { values: { found, min: assertion.min } });
}

function judgeUser(
  { context, final, broken }: Judged,
  assertion: AssertionOf<'user'>,
): BrokenAssertion | null {
  const written = context.manifest?.run.user ?? final.user;
  const name = userName(written);
  const line = final.userLine || null;
  if (!isKnown(name) || (name === '' && final.base.family === 'unknown'))
    return broken(assertion, 'unknown', 'unknown', { line });
  if (assertion.name === undefined)
    return isRoot(written)
      ? broken(assertion, line === null ? 'missing' : 'wrong', 'user-root', { line })
      : null;
  if (name === assertion.name || (isRoot(written) && isRoot(assertion.name))) return null;
  const values = { found: quoted(ownerOf(written)), name: assertion.name };
  return broken(assertion, line === null ? 'missing' : 'wrong', 'user', { line, values });
}

function judgeWorkdir({ final, broken }: Judged, assertion: AssertionOf<'workdir'>): BrokenAssertion | null {
  const line = final.workdirLine || null;
  if (!isKnown(final.workdir)) return broken(assertion, 'unknown', 'unknown', { line });
  if (final.workdir === withoutSlash(assertion.path)) return null;
  const values = { found: quoted(final.workdir), path: assertion.path };
  return broken(assertion, line === null ? 'missing' : 'wrong', 'workdir', { line, values });
}

const withoutSlash = (path: string): string =>
  path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;

function judgeEnvironment(
  { context, final, broken }: Judged,
  assertion: AssertionOf<'environment'>,
): BrokenAssertion | null {
  const { name, value } = assertion;
  const found = context.manifest?.run.environment[name] ?? final.runEnv.get(name);
  const line = final.envLines.get(name) ?? null;
  if (found === undefined) {
    if (final.base.env === null) return broken(assertion, 'unknown', 'unknown');
    return broken(assertion, 'missing', 'environment', { values: { name } });
  }
  if (value === undefined || found === value) return null;
  if (!isKnown(found)) return broken(assertion, 'unknown', 'unknown', { line });
  return broken(assertion, 'wrong', 'environment-value', {
    line,
    values: { name, value, found: quoted(found) },
  });
}
