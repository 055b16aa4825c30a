import { describe, expect, test } from '@jest/globals';
import type { FileNames, FurtherFile, FurtherKind } from '../../src/intake/intake-result.ts';
import { defaultFileNames, readForm, readMessage } from '../../src/intake/read-message.ts';
import { furtherField } from '../../src/submission/files.ts';

const nginx = 'server {\n  listen 8080;\n  root /usr/share/nginx/html;\n}\n';
const dockerfile = 'FROM nginx:stable\nCOPY nginx.conf /etc/nginx/conf.d/default.conf\n';
const requirements =
  '# what it needs\nfastapi==0.120.0\nuvicorn[standard]>=0.38\nhttpx~=0.28; python_version > "3.9"\n';
const packageJson = '{\n  "name": "tea",\n  "scripts": { "build": "vite build" }\n}\n';
const compose = 'services:\n  web:\n    build: .\n    ports: ["8080:80"]\n';
const workflow = 'name: ci\non: [push]\njobs:\n  build:\n    runs-on: ubuntu-latest\n';
const texts: Readonly<Record<string, readonly [FurtherKind, string]>> = {
  'nginx.conf': ['nginx', nginx],
  'requirements.txt': ['requirements', requirements],
  'package.json': ['package', packageJson],
  'compose.yaml': ['compose', compose],
  '.github/workflows/ci.yml': ['workflow', workflow],
};
const namesWith = (...further: readonly FurtherFile[]): FileNames => ({ ...defaultFileNames, further });
const all = namesWith(...Object.entries(texts).map(([path, [kind]]) => ({ path, kind })));
const fence = (text: string, label = ''): string => `\`\`\`${label}\n${text}\`\`\``;
const attached = (name: string, text: string) => ({ name, text });
const filesOf = (text: string, names = all) => readMessage({ text, files: [] }, names).files;

describe.each(Object.entries(texts))('the further file %s', (path, [kind, text]) => {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const names = namesWith({ path, kind });

  test.each<[string, string]>([
    ['its name above a code block', `${name}:\n${fence(text)}`],
    ['its name in a sentence above a code block', `And here is my \`${name}\`, please look\n${fence(text)}`],
    ['its name as the label of the block', fence(text, name)],
    ['its content in a code block', `Is this right?\n${fence(text)}`],
    ['its content without a code block', text],
    ['its name in a line of equals signs', `=== ${name} ===\n${text}`],
  ])('recognises a file that the lesson wants besides its three by %s', (_how, message) => {
    expect(filesOf(message, names)).toEqual({ [path]: text });
  });

  test('recognises an attached further file, also where Discord or a browser has changed its name', () => {
    const [bare = '', ending = ''] = name.split(/(?=\.[a-z]+$)/);
    for (const given of [name, `${bare} (1)${ending}`, `${bare}_1${ending}`, name.toUpperCase()])
      expect(readMessage({ text: '', files: [attached(given, text)] }, names).files).toEqual({
        [path]: text,
      });
  });

  test('takes what a further file’s field of a form holds, with and without a fence', () => {
    for (const filled of [text, fence(text), text.replaceAll('\n', '\r\n')])
      expect(readForm({ [furtherField(path)]: filled }, [], names).files).toEqual({ [path]: text });
  });

  test('takes no further file that the lesson does not want', () => {
    expect(filesOf(`${name}:\n${fence(text)}`, defaultFileNames)).toEqual({});
  });
});

describe('several files at once', () => {
  test('finds a Dockerfile and the file below it in one text', () => {
    for (const message of [
      `${dockerfile}\nnginx.conf:\n${nginx}`,
      fence(`${dockerfile}\n# nginx.conf\n${nginx}`),
      `**nginx.conf**\n${nginx}\n=== Dockerfile ===\n${dockerfile}`,
      `${fence(dockerfile)}\n${fence(nginx, 'nginx')}`,
      `Dockerfile\n${fence(dockerfile)}\nnginx.conf\n${fence(nginx)}\nthanks a lot for your help`,
    ])
      expect(filesOf(message)).toEqual({ Dockerfile: dockerfile, 'nginx.conf': nginx });
  });

  test('keeps a comment, a pattern and a COPY that only name the file in their own file', () => {
    const commented = dockerfile.replace('COPY', '# nginx.conf\nCOPY');
    expect(filesOf(fence(commented))).toEqual({ Dockerfile: commented });
    const ignore = '.git\nnode_modules/\nnginx.conf\ncompose.yaml\n*.log\n';
    expect(readMessage({ text: '', files: [attached('.dockerignore', ignore)] }, all).files).toEqual({
      '.dockerignore': ignore,
    });
    expect(filesOf(`.dockerignore\n${fence(ignore)}`)).toEqual({ '.dockerignore': ignore });
  });

  test('takes the second Dockerfile of a lesson by its name', () => {
    const names = namesWith({ path: 'Dockerfile.dev', kind: 'other' });
    const files = [attached('Dockerfile', dockerfile), attached('Dockerfile.dev', 'FROM node:24\n')];
    expect(readMessage({ text: '', files }, names).files).toEqual({
      Dockerfile: dockerfile,
      'Dockerfile.dev': 'FROM node:24\n',
    });
  });

  test('guesses nothing by content where two files of one kind are wanted', () => {
    const names = namesWith({ path: 'a.conf', kind: 'nginx' }, { path: 'b.conf', kind: 'nginx' });
    expect(filesOf(fence(nginx), names)).toEqual({});
    expect(filesOf(`b.conf\n${fence(nginx)}`, names)).toEqual({ 'b.conf': nginx });
  });

  test('reads a name without content as a name, and prose below it as prose', () => {
    expect(filesOf('nginx.conf')).toEqual({});
    expect(filesOf('nginx.conf:\nI do not know what I should write in there')).toEqual({});
  });
});

describe('what cannot be used', () => {
  test('says what a file has to be called where its content shows which it is', () => {
    const { files, problems } = readMessage({ text: '', files: [attached('default.conf', nginx)] }, all);
    expect(files).toEqual({ 'nginx.conf': nginx });
    expect(problems).toEqual([{ kind: 'misnamed', name: 'default.conf', path: 'nginx.conf' }]);
  });

  test('names a field that the lesson does not have any more', () => {
    const { files, problems } = readForm({ [furtherField('old.conf')]: nginx }, [], all);
    expect(files).toEqual({});
    expect(problems).toEqual([{ kind: 'unknown', name: 'old.conf', start: 'server {' }]);
  });

  test('refuses a file above the limit', () => {
    const { files, problems } = readMessage(
      { text: '', files: [attached('nginx.conf', '#'.repeat(70_000))] },
      all,
    );
    expect(files).toEqual({});
    expect(problems).toEqual([{ kind: 'too-big', name: 'nginx.conf', bytes: 70_000 }]);
  });

  test('puts a whole Dockerfile in a further file’s field where it belongs', () => {
    expect(readForm({ [furtherField('nginx.conf')]: dockerfile }, [], all).files).toEqual({
      Dockerfile: dockerfile,
    });
  });
});

describe.each(Object.entries(texts))(
  'what stands around the further file %s in a message',
  (path, [kind, text]) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const names = namesWith({ path, kind });

    test.each<[string, string]>([
      ['a French sentence above it and a question below', `voilà ce que j'ai\n${text}\nil manque quoi ?`],
      ['a greeting and thanks', `salut\n\n${text}\nmerci d'avance !`],
      ['a sentence that names it', `mon fichier ${name} :\n${text}`],
      ['the prompts of a terminal', `$ cat ${name}\n${text}$ `],
      ['the prompts of zsh', `➜  tp git:(main) ✗ cat ${name}\n${text}➜  tp git:(main) ✗ `],
      ['the prompts of PowerShell', `PS C:\\tp> Get-Content ${name}\n${text}PS C:\\tp> `],
      ['a prompt in a code block', fence(`$ cat ${name}\n${text}`)],
      ['a chat’s header', `[11:20, 05/11/2026] Tom: ${text}`],
    ])('a further file is taken without what stands around it, here %s', (_what, message) => {
      expect(filesOf(message, names)).toEqual({ [path]: text });
    });
  },
);

test('takes a further file with dots in place of lines, or a block of one, for no whole file', () => {
  for (const part of [
    'services:\n  web:\n    build: .\n  ...\n',
    'services:\n  # ...\n  db:\n    image: postgres:18\n',
    'name: ci\non: [push]\njobs:\n  …\n',
    'location / {\n  try_files $uri /index.html;\n}\n',
    'location /api/ {\n  proxy_pass http://api:8000;\n}\n',
  ])
    for (const message of [part, fence(part)]) expect(filesOf(message)).toEqual({});
});
