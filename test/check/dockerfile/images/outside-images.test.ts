import { describe, expect, test } from '@jest/globals';
import { outsideImages } from '../../../../src/check/dockerfile/images/outside-images.ts';
import { isAllowed, sameImage } from '../../../../src/check/dockerfile/images/reference.ts';
import { parseDockerfile } from '../../../../src/check/dockerfile/parse.ts';

/** As BuildKit 0.25 (Docker 28.5) resolves them; `?` for images that cannot be determined. */
const images = (text: string): readonly string[] =>
  outsideImages(parseDockerfile(text)).map((each) => (each.kind === 'image' ? each.image : '?'));

describe('an image that an argument of the build names', () => {
  test.each<readonly [string, Readonly<Record<string, string>>, string]>([
    ['ARG BASE=python:3.11-slim\nFROM $BASE', { BASE: 'evil' }, 'evil'],
    ['ARG BASE\nFROM $BASE', { BASE: 'python:3.11-slim' }, 'python:3.11-slim'],
    ['ARG TAG=3.11-slim\nFROM python:${TAG}', { TAG: '3.12' }, 'python:3.12'],
    ['FROM ${BASE:-python:3.11-slim}', { BASE: 'evil' }, 'python:3.11-slim'],
    ['ARG http_proxy\nFROM $http_proxy', { http_proxy: 'evil' }, '?'],
    ['ARG constructor=a\nFROM $constructor', {}, 'a'],
  ])('an image named by an argument is read as BuildKit reads %j with %j', (text, given, image) => {
    const found = outsideImages(parseDockerfile(text), given);
    expect(found.map((each) => (each.kind === 'image' ? each.image : '?'))).toEqual([image]);
  });
});

const base = 'FROM python:3.11-slim';
const python = 'python:3.11-slim';

describe('FROM', () => {
  test.each<readonly [string, readonly string[]]>([
    ['FROM evil', ['evil']],
    ['from evil as x', ['evil']],
    ['\u00a0 FROM\t evil', ['evil']],
    ['FROM --platform=linux/amd64 evil', ['evil']],
    ['FROM \\\n# a comment\n\n  evil', ['evil']],
    ['# escape=`\nFROM `\nevil', ['evil']],
    ['FROM "evil"', ['evil']],
    ['FROM \'e\'"vi"l', ['evil']],
    ['FROM e\\vil', ['evil']],
    [`${base} AS one\nFROM one`, [python]],
    [`${base} AS One\nFROM one`, [python]],
    // Here a stage is found only by its exact name, and only above.
    [`FROM later\n${base} AS later`, ['later', python]],
    [`${base} AS x\nFROM y AS x\nFROM x`, [python, 'y']],
    ['FROM scratch', []],
    ['FROM evil AS scratch\nFROM scratch', ['evil']],
    ['FROM evil too many', ['evil']],
    [`${base}\nRUN <<EOF\nFROM evil\nEOF`, [python]],
    [`${base}\nRUN <<'A B'\nEOF\nA B\nFROM evil`, [python, 'evil']],
    [`${base}\nRUN true \\\nFROM evil`, [python]],
    [`${base}\nRUN true \\\\\nFROM evil`, [python, 'evil']],
  ])('finds the images of %j', (text, expected) => expect(images(text)).toEqual(expected));
});

describe('FROM with variables', () => {
  test.each<readonly [string, readonly string[]]>([
    ['ARG A=evil\nFROM $A', ['evil']],
    ['ARG A=allowed A=evil\nFROM $A', ['evil']],
    ['ARG A=1 B=evil\nFROM $B', ['evil']],
    ['ARG A=1 B=${A}evil\nFROM $B', ['1evil']],
    ['ARG A=allowed\nARG A=evil\nFROM ${A}', ['evil']],
    ['ARG A=evil\nARG A\nFROM ${A}', ['evil']],
    ['ARG A=ev B=il\nFROM "$A"${B}', ['evil']],
    ['ARG A="evil"\nFROM $A', ['evil']],
    ["ARG A='$B' B=evil\nFROM $A", ['$B']],
    ['ARG A="ev il"\nFROM $A', ['ev il']],
    ['FROM ${A:-evil}', ['evil']],
    ['FROM ${A-evil}', ['evil']],
    ['ARG A=\nFROM ${A:-evil}', ['evil']],
    ['ARG A=x\nFROM ${A:+evil}', ['evil']],
    ['FROM ${A:-${B:-evil}}', ['evil']],
    ['ARG A=evil-x\nFROM ${A%-x}', ['evil']],
    ['ARG A=x/evil\nFROM ${A#*/}', ['evil']],
    ['ARG A=allowed\nFROM ${A/allowed/evil}', ['evil']],
    ['ARG A=aXaXa\nFROM ${A//X/b}', ['ababa']],
    ['FROM \\$A', ['$A']],
    ['ARG A=one\nFROM python:3.11-slim AS one\nFROM $A', [python]],
    // An ARG of a stage does not exist for FROM.
    [`${base}\nARG A=evil\nFROM \${A:-x}`, [python, 'x']],
    [`ARG A=x\n${base}\nARG A=evil\nFROM $A`, [python, 'x']],
    ['ARG TARGETARCH=evil\nFROM $TARGETARCH', ['evil']],
    // The builder or the machine determines these.
    ['FROM python:3.11-slim-$TARGETARCH', ['?']],
    ['FROM ${TARGETVARIANT:+evil}', ['?']],
    ['FROM $TARGETSTAGE', ['?']],
    ['ARG http_proxy=python:3.11-slim\nFROM $http_proxy', ['?']],
    ['ARG no_proxy\nFROM ${no_proxy%%,*}', ['?']],
    ['ARG no_proxy=x A=${no_proxy}\nFROM $A', ['?']],
    // BuildKit reports what is nonsense; here it is not evaluated.
    ['FROM ${A:?nothing}', ['?']],
    ['FROM ${A', ['?']],
    ['FROM "evil', ['?']],
    [`ARG A=${'a'.repeat(600)}\nFROM \${A:+evil}`, ['?']],
    [`ARG A=aaaaaaaaaaaaaaaa\n${'ARG A=$A$A\n'.repeat(40)}FROM $A`, ['?']],
  ])('finds the images of %j', (text, expected) => expect(images(text)).toEqual(expected));
});

describe('COPY --from, mounts and ONBUILD', () => {
  test.each<readonly [string, readonly string[]]>([
    ['COPY --from=evil / /', ['evil']],
    ['COPY --link --from=evil --chmod=755 / /', ['evil']],
    // A flag begins with two hyphens; after a quote there are no more flags.
    ['copy "--from=evil" / /', []],
    ['copy --from="evil" / /', ['evil']],
    ['COPY --from=ev\\il / /', ['evil']],
    ['COPY --fr\\\nom=evil / /', ['evil']],
    ['COPY --from=evil ["/", "/"]', ['evil']],
    ['COPY --from=evil --nonsense / /', ['evil']],
    ['COPY --from=scratch / /', []],
    ['COPY --from=0 / /', []],
    ['COPY --from=+0 / /', []],
    ['COPY --from=$X / /', ['?']],
    ["COPY --from=\\'evil\\' / /", ['?']],
    ['ADD --from=evil / /', []],
    ['RUN --mount=from=evil true', ['evil']],
    ['RUN --mount=type=bind,FROM=evil,target=/x true', ['evil']],
    ['RUN --mount=type=bind,fRoM=evil,target=/x true', ['evil']],
    ['RUN --mount=type=cache,target=/x,from=evil true', ['evil']],
    ['RUN --mount=target=/x --mount=from=evil,target=/y true', ['evil']],
    ['RUN --mount=from=python:3.11-slim,from=evil true', [python, 'evil']],
    ['RUN --network=none --mount=from=evil true', ['evil']],
    ['RUN "--mount=type=bind,from=evil,target=/x" true', []],
    ['RUN --mount="type=bind,from=evil,target=/x" true', ['evil']],
    ["RUN --mount='type=bind,from='evil,target=/x true", ['evil']],
    ['RUN --mount=type=bind,\\"from=evil\\",target=/x true', ['evil']],
    ['RUN --mount=type=bind,\\"from=evil,x\\",target=/x true', ['evil,x']],
    ['RUN --mount=type=bind,\\"from=ev\\"\\"il\\",target=/x true', ['?']],
    ['RUN --mount=type=bind,from=\\"evil\\",target=/x true', ['?']],
    ['RUN --mount=from=$X true', ['?']],
    ['RUN --mount=from=evil ["true"]', ['evil']],
    ['RUN --mount=from=evil <<EOF\ntrue\nEOF', ['evil']],
    // A mount can refer to stages only by name.
    ['RUN --mount=from=0,target=/x true', ['0']],
    ['ONBUILD COPY --from=evil / /', ['evil']],
    ['ONBUILD RUN --mount=FROM=evil true', ['evil']],
    ['ONBU\u0130LD RUN --mount=from=evil true', ['evil']],
    ['onbuild \\\nrun --mount=\\\nfrom=evil true', ['evil']],
    ['ENTRYPOINT ["--from=evil"]', []],
    ['RUN echo --mount=from=evil', []],
    ['RUN -- --mount=from=evil', []],
  ])('finds the images of %j', (text, expected) => {
    const found = images(`${base}\n${text}\n`).filter((each, n) => n > 0 || each !== python);
    expect([...new Set(found)]).toEqual(expected);
  });

  test('recognises a stage anywhere in the file', () => {
    const text = `${base} AS one\nCOPY --from=TWO / /\nRUN --mount=from=two true\n${base} AS two\nCOPY --from=one / /`;
    expect(images(text)).toEqual([python, python]);
  });
});

describe('what the last stage needs', () => {
  const needed = (text: string): readonly string[] =>
    outsideImages(parseDockerfile(text)).flatMap((each) =>
      each.needed && each.kind === 'image' ? [each.image] : [],
    );
  test.each([
    ['FROM a AS one\nFROM b AS two\nFROM c\nCOPY --from=two / /', ['b', 'c']],
    ['FROM a AS one\nFROM one AS two\nFROM two', ['a']],
    ['FROM a\nFROM b\nCOPY --from=0 / /', ['a', 'b']],
    ['FROM a\nRUN --mount=from=c true\nFROM b', ['b']],
    ['ARG X=one\nFROM a AS one\nFROM $X', ['a']],
  ])('finds the images that the last stage of %j needs', (text, expected) =>
    expect(needed(text)).toEqual(expected),
  );
});

describe('allowed images', () => {
  const list = ['python:3.11-slim', 'ghcr.io/astral-sh/uv'];
  const digest = `@sha256:${'a'.repeat(64)}`;
  test.each([
    ['python:3.11-slim', true],
    ['docker.io/python:3.11-slim', true],
    ['docker.io/library/python:3.11-slim', true],
    ['index.docker.io/library/python:3.11-slim', true],
    [`python:3.11-slim${digest}`, true],
    ['ghcr.io/astral-sh/uv', true],
    ['ghcr.io/astral-sh/uv:0.5', true],
    ['python', false],
    ['python:3.11', false],
    [`python${digest}`, false],
    ['library/library/python:3.11-slim', false],
    ['docker.io/docker.io/python:3.11-slim', false],
    ['evil/python:3.11-slim', false],
    ['evil.test/library/python:3.11-slim', false],
    ['localhost/library/python:3.11-slim', false],
    ['docker.io:443/library/python:3.11-slim', false],
    ['registry-1.docker.io/library/python:3.11-slim', false],
    ['DOCKER.IO/library/python:3.11-slim', false],
    ['astral-sh/uv', false],
    ['ghcr.io/astral-sh/uv/evil', false],
    ['ghcr.io.evil.test/astral-sh/uv', false],
    ['Python:3.11-slim', false],
    ['python:3.11-slim ', false],
    ['python:3.11-slim\n', false],
    ['python:3.11-slim\u2028', false],
    ['', false],
  ])('checks whether %j is allowed: %s', (image, allowed) => expect(isAllowed(image, list)).toBe(allowed));

  test('compares images by their full names', () => {
    expect(sameImage('python', 'docker.io/library/python:latest')).toBe(true);
    expect(sameImage('python', 'ghcr.io/library/python')).toBe(false);
  });
});
