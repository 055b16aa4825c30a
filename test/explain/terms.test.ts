import { describe, expect, test } from '@jest/globals';
import { rules } from '../../src/check/rules/index.ts';
import { publishedSize } from '../../src/discord/render/insights/compare.ts';
import { explain } from '../../src/explain/explain.ts';
import { termById, termNamed, termsLike } from '../../src/explain/terms/index.ts';
import { translate } from '../../src/wording/wording.ts';

describe('a term', () => {
  test.each([
    ['layer', 'layer'],
    ['Layers', 'layer'],
    ['build context', 'build-context'],
    ['COPY', 'copy'],
    ['copy', 'copy'],
    ['docker run', 'docker-run'],
    ['.dockerignore', 'dockerignore'],
    ['bind mount', 'bind-mount'],
    ['health check', 'healthcheck'],
    ['compose service', 'service'],
    ['JSONArgsRecommended', 'JSONArgsRecommended'],
    ['dl3004', 'DL3004'],
  ])('the name %s finds its term', (name, id) => {
    expect(termNamed(name)?.id).toBe(id);
  });

  test.each([
    ['what is a layer?', 'layer'],
    ['What does EXPOSE do?', 'expose'],
    ['whats a volume', 'volume'],
    ['explain entrypoint please', 'entrypoint'],
    ['I do not understand layer caching', 'cache'],
    ['what is the build context in docker?', 'build-context'],
    ["c'est quoi une image ?", 'image'],
    ['was ist ein Container?', 'container'],
    ['how does docker compose work', 'compose'],
  ])('"%s" asks for a term', (text, id) => {
    expect(explain(text)).toEqual({ kind: 'term', id });
  });

  test.each([
    'layer problem',
    'port is used',
    'why does my container stop?',
    'what is wrong with my file?',
    'hello',
    '',
    '???',
  ])('"%s" asks for no term', (text) => {
    expect(explain(text).kind).not.toBe('term');
  });
});

test('Base images are explained with their sizes, the same that /compare reckons with', () => {
  const said = ['python:3.11-slim', 'python:3.11', 'python:3.11-alpine'].map((name) => {
    const term = termNamed(name);
    const text = term === null ? '' : translate('en', term.say.later('more'));
    return [name, Number(/about (\d+) MB/i.exec(text)?.[1]) * 1e6];
  });
  expect(said).toEqual(said.map(([name = '']) => [name, publishedSize(String(name))]));
});

test('every rule of the check is a term with a sentence', () => {
  for (const rule of rules) {
    const term = termById(rule.id);
    expect(term === null ? '' : translate('en', term.say.later('what'))).not.toBe('');
  }
});

test('every instruction of a Dockerfile is a term', () => {
  const all =
    'FROM RUN CMD LABEL MAINTAINER EXPOSE ENV ADD COPY ENTRYPOINT VOLUME USER WORKDIR ARG ONBUILD STOPSIGNAL HEALTHCHECK SHELL';
  expect(all.split(' ').filter((name) => termNamed(name) === null)).toEqual([]);
});

test('terms that begin with what was typed come first', () => {
  expect(termsLike('lay')[0]?.id).toBe('layer');
  expect(termsLike('docker r').map(({ id }) => id)).toContain('docker-run');
  expect(termsLike('no such thing at all')).toEqual([]);
});
