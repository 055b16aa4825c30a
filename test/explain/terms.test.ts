import { describe, expect, test } from '@jest/globals';
import { rules } from '../../src/check/rules/index.ts';
import { publishedSize } from '../../src/discord/render/insights/compare.ts';
import { explain } from '../../src/explain/explain.ts';
import { termById, termNamed, termsLike } from '../../src/explain/terms/index.ts';
import { termName } from '../../src/explain/terms/term-name.ts';
import { localeOf, locales, translate } from '../../src/wording/wording.ts';

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

  test.each(locales)('every concept is found by what it is called in %s', (locale) => {
    const lost = termsLike('')
      .filter(({ kind }) => kind === 'concept')
      .filter((term) => termNamed(termName(locale, term))?.id !== term.id);
    expect(lost.map(({ id }) => id)).toEqual([]);
  });

  test.each([
    ['layer', 'layer', 'couche'],
    ['build-context', 'build context', 'contexte de build'],
    ['daemon', 'Docker engine', 'moteur Docker'],
    ['workdir', 'WORKDIR', 'WORKDIR'],
    ['docker-run', 'docker run', 'docker run'],
  ])('%s is called %s in English, and %s in French', (id, english, french) => {
    const term = termById(id);
    expect(term !== null && [termName('en', term), termName(localeOf('fr'), term)]).toEqual([
      english,
      french,
    ]);
  });

  test('what is typed finds terms by their names in every language', () => {
    expect(termsLike('code de so').map(({ id }) => id)).toEqual(['exit-code']);
    expect(termsLike('espace').map(({ id }) => id)).toContain('disk-space');
  });

  test.each([
    ['codes de sortie', 'exit-code'],
    ['exit 127', 'exit-code'],
    ['error 125', 'exit-code'],
    ['127', 'exit-code'],
    ['code de sortie 1', 'exit-code'],
    ["c'est quoi un code de sortie ?", 'exit-code'],
    ['à quoi sert le moteur docker', 'daemon'],
    ["c'est quoi un environnement virtuel", 'virtual-environment'],
    ['fins de ligne', 'line-endings'],
    ["c'est quoi la plateforme", 'platform'],
    ['comment utiliser le cache de build', 'cache'],
    ["qu'est-ce qu'un registre", 'registry'],
    ['what is a layer?', 'layer'],
    ['What does EXPOSE do?', 'expose'],
    ['whats a volume', 'volume'],
    ['explain entrypoint please', 'entrypoint'],
    ['I do not understand layer caching', 'cache'],
    ['what is the build context in docker?', 'build-context'],
    ["c'est quoi une image ?", 'image'],
    ['was ist ein Container?', 'container'],
    ['how does docker compose work', 'compose'],
    ['do i need EXPOSE?', 'expose'],
    ['is expose mandatory ?', 'expose'],
    ['why do we need workdir', 'workdir'],
    ['explain layers to me like im 5', 'layer'],
    ['what even is a container lol', 'container'],
    ['what is multi stage build', 'stage'],
    ['what is -p 8000:8000', 'port'],
    ['whats docker 🐳?', 'docker'],
    ['how do i delete the container', 'docker-rm'],
    ['how to remove all containers', 'docker-rm'],
    ['how do i get a shell in my container', 'docker-exec'],
    ['how to build the image', 'docker-build'],
    ['why is my image so big', 'image-size'],
    ['pourquoi mon image est si grosse ?', 'image-size'],
    ['a quoi sert un volume', 'volume'],
    ['ça sert à quoi EXPOSE', 'expose'],
    ['une couche c koi', 'layer'],
    ['faut il mettre EXPOSE ?', 'expose'],
    ['comment supprimer un conteneur', 'docker-rm'],
    ["c'est quoi l'image de base", 'base-image'],
    ['wats a dokerfile', 'dockerfile'],
    ['what is entrypiont', 'entrypoint'],
  ])('"%s" asks for a term', (text, id) => {
    expect(explain(text)).toEqual({ kind: 'term', id });
  });

  test.each([
    ["what's the difference between CMD and ENTRYPOINT", 'cmd', 'entrypoint'],
    ['COPY vs ADD', 'copy', 'add'],
    ['is alpine better than slim?', 'python-alpine', 'python-slim'],
    ['should i use a volume or a bind mount?', 'volume', 'bind-mount'],
    ['quelle est la différence entre CMD et ENTRYPOINT ?', 'cmd', 'entrypoint'],
    ['différence image conteneur', 'image', 'container'],
    ['docker vs virtual machine', 'docker', 'virtual-machine'],
  ])('"%s" asks for two terms', (text, id, beside) => {
    expect(explain(text)).toEqual({ kind: 'term', id, beside });
  });

  test.each([
    'layer problem',
    'is my image ok?',
    'how do i run it',
    'why is my container so slow?',
    'what is a stack of pancakes',
    'what is my code',
    'where is the Dockerfile',
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

test('Base images are explained with their sizes, the same that /compare uses', () => {
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
