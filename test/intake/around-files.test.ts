import { describe, expect, test } from '@jest/globals';
import { readMessage } from '../../src/intake/read-message.ts';

const dockerfile = 'FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nCMD ["sh", "-c", "a && b"]\n';
const script = '#!/bin/sh\nset -e\nexec uv run python manage.py runserver 0.0.0.0:8000\n';
const read = (text: string) => readMessage({ text, files: [] });
const kindOf = (text: string) => read(text).kind;

describe('what people write around their files is no part of them', () => {
  test.each([
    'LG',
    'Viele Grüße, Lina',
    'Cordialement,\nLina',
    'Bien à vous',
    'Kind regards',
    'Saludos!',
    'Groetjes Lina',
    '(edited)',
    '(modifié)',
    '(bearbeitet)',
    'Explanation:\n- The first line picks the image.\n- Then the files are copied.',
    'Why this works:\n• The cache is kept.',
    'Explication :\n- La première ligne choisit l’image.',
    '--- END ---',
    '=== END OF FILE ===',
    '--- fin ---',
  ])('%j below a script or a Dockerfile', (tail) => {
    expect(read(`${script}\n${tail}`).files).toEqual({ 'entrypoint.sh': script });
    expect(read(`${dockerfile}\n${tail}`).files).toEqual({ Dockerfile: dockerfile });
  });

  test.each([
    'cat Dockerfile && cat entrypoint.sh',
    'cat Dockerfile; cat entrypoint.sh',
    'cat Dockerfile entrypoint.sh',
    'bat -p Dockerfile entrypoint.sh',
    'type Dockerfile && type entrypoint.sh',
  ])('one command shows two files: %j', (command) => {
    const commented = `# syntax=docker/dockerfile:1\n${dockerfile}`;
    expect(read(`lina@mac backend % ${command}\n${commented}${script}lina@mac backend %`).files).toEqual({
      Dockerfile: commented,
      'entrypoint.sh': script,
    });
  });

  test('signs that HTML escapes are what they stand for, where all are escaped', () => {
    const escaped = dockerfile.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
    expect(read(escaped).files).toEqual({ Dockerfile: dockerfile });
    expect(read(`\`\`\`\n${escaped}\`\`\``).files).toEqual({ Dockerfile: dockerfile });
    const written = `FROM nginx\nRUN echo "<p>a &amp; b</p>" > /i.html\n`;
    expect(read(written).files).toEqual({ Dockerfile: written });
  });
});

describe('a file as a string of JSON', () => {
  const json = JSON.stringify(dockerfile);
  test.each([
    json,
    `${json},`,
    `  ${json}\n`,
    `\`\`\`json\n${json}\n\`\`\``,
    `\`\`\`\n"Dockerfile": ${json}\n\`\`\``,
    `{"dockerfile": ${json}}`,
    `"content": ${json},`,
  ])('A string of JSON is read as the file that it holds: %s', (text) => {
    expect(read(text).files).toEqual({ Dockerfile: dockerfile });
  });

  test('A script is read out of a string of JSON, too', () => {
    expect(read(JSON.stringify(script)).files).toEqual({ 'entrypoint.sh': script });
  });

  test.each([
    ['two values are no one file', `{"a": ${json}, "b": 1}`],
    ['a string that is cut off is none', json.slice(0, -8)],
    ['a sentence in quotes is a sentence', '"what does \\n mean in a RUN?"'],
  ])('What is no single string of JSON holds no file: %s', (_, text) => {
    expect(read(text).files).toEqual({});
  });
});

describe('a Dockerfile in which lines are left out', () => {
  test.each(['...', '…', '[...]', '(…)', '....'])(
    'a Dockerfile with %s in place of lines is a part of one',
    (dots) => {
      const lines = `FROM python:3.12-slim\nWORKDIR /app\n${dots}\nCMD ["sh"]`;
      expect(kindOf(lines)).toBe('fragment');
      expect(kindOf(`\`\`\`dockerfile\n${lines}\n\`\`\``)).toBe('fragment');
      expect(kindOf(`FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\n${dots}`)).toBe('fragment');
    },
  );

  test('a Dockerfile is whole where the dots come after it', () => {
    expect(read(`${dockerfile}...`).files).toEqual({ Dockerfile: dockerfile });
  });
});

describe('a message without one of the files', () => {
  test.each([
    'RUN uv sync --frozen is this before or after COPY . . ?',
    'COPY . . or ADD . .?',
    'WORKDIR /app vor COPY . .?',
    'CMD ["sh"] ou ENTRYPOINT . ?',
    'EXPOSE 8000 does it publish the port to my . ?',
  ])('%j is a question', (text) => {
    expect(kindOf(text)).toBe('question');
  });

  test.each([
    'services:\n  web:\n    build: .\n    ports:\n      - "8000:8000"',
    '[project]\nname = "core"\nrequires-python = ">=3.11"',
    '[[package]]\nname = "django"\nsource = { registry = "https://example.org/simple" }',
    '{\n  "name": "web",\n  "scripts": { "dev": "vite" }\n}',
    'on:\n  push:\n    branches: [main]',
  ])('%j is another file', (text) => {
    expect(kindOf(text)).toBe('unknown');
  });

  test.each([
    'docker build -t backend .\ndocker run -p 8000:8000 backend',
    'git add .\ngit commit -m "docker"\ngit push',
    'cd backend\nls',
    'docker compose up -d\n\ndocker compose logs',
    'docker stop web\ndocker rm web',
  ])('%j is commands', (text) => {
    expect(kindOf(text)).toBe('command');
  });

  test.each([
    "Bonsoir, j'espère que vous allez bien",
    'Hi, hope you are well!',
    'Hallo, ich hoffe es geht dir gut',
    'ok ça marche maintenant',
    'hola, espero que esté bien',
  ])('%j is a greeting', (text) => {
    expect(kindOf(text)).toBe('greeting');
  });

  test.each(['Ada: hi\nTom: yo', 'ça marche pas', 'I hope it runs', 'it works but the port is wrong'])(
    '%j is no greeting, command or file',
    (text) => {
      expect(kindOf(text)).toBe('question');
    },
  );
});
