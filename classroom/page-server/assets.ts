import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyReply } from 'fastify';

const PAGE = join(dirname(fileURLToPath(import.meta.url)), '../page');
const modules = createRequire(import.meta.url);

/** Libraries that the page imports by name, with their paths in node_modules. */
function libraries(): Record<string, string> {
  const beside = (name: string, file: string): string => join(dirname(modules.resolve(name)), file);
  const highlight = (path: string): string => beside('@highlightjs/cdn-assets/package.json', `es/${path}`);
  return {
    preact: beside('preact', 'preact.mjs'),
    'preact/hooks': beside('preact/hooks', 'hooks.mjs'),
    htm: beside('htm', 'htm.mjs'),
    marked: beside('marked', 'marked.esm.js'),
    highlight: highlight('highlight.min.js'),
    'highlight/dockerfile': highlight('languages/dockerfile.min.js'),
  };
}

/** The page's stylesheets, in order: the browser gets them as one. */
const STYLES = [
  'base',
  'frame',
  'sidebar',
  'timeline',
  'composer',
  'forms',
  'inspector',
  'message',
  'menu',
  'markdown',
  'code',
  'spoiler',
  'components',
  'select',
  'files',
  'embed',
  'tour',
];

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Serves the files in `page/` as they are: there is no build step, and the browser imports the page's own modules and the libraries'. */
export function servePage(app: FastifyInstance): void {
  const libs = libraries();
  const urlOf = (name: string): string => `/page/lib/${name.replaceAll('/', '-')}.js`;
  const importMap = JSON.stringify({
    imports: Object.fromEntries(Object.keys(libs).map((name) => [name, urlOf(name)])),
  });
  const hash = createHash('sha256').update(importMap).digest('base64');
  // The page runs only its own modules, so text in a message can never run as code.
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'sha256-${hash}'`,
    "style-src 'self'",
    "img-src 'self' https: data: blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

  // Every module is preloaded, so that the browser need not discover them one after the other.
  const own = readdirSync(PAGE).filter((name) => name.endsWith('.js'));
  const early = Object.keys(libs).filter((name) => !name.startsWith('highlight'));
  const preloads = [...early.map(urlOf), ...own.map((name) => `/page/${name}`)]
    .map((url) => `<link rel="modulepreload" href="${url}">`)
    .join('');

  const send = async (reply: FastifyReply, path: string, cache = 'no-cache'): Promise<FastifyReply> => {
    const content = await readFile(path).catch(() => null);
    if (content === null) return reply.code(404).type('text/plain').send('Not here.');
    return reply
      .headers({ 'x-content-type-options': 'nosniff', 'cache-control': cache })
      .type(TYPES[extname(path)] ?? 'application/octet-stream')
      .send(content);
  };

  app.get('/', async (_request, reply) => {
    const html = await readFile(join(PAGE, 'index.html'), 'utf8');
    return reply
      .headers({
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-cache',
      })
      .type('text/html; charset=utf-8')
      .send(html.replace('<!-- imports -->', `<script type="importmap">${importMap}</script>${preloads}`));
  });
  app.get('/page/all.css', async (_request, reply) => {
    const sheets = await Promise.all(STYLES.map((name) => readFile(join(PAGE, `${name}.css`), 'utf8')));
    return reply
      .headers({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-cache' })
      .type('text/css; charset=utf-8')
      .send(sheets.join('\n'));
  });
  for (const [name, path] of Object.entries(libs))
    app.get(urlOf(name), (_request, reply) => send(reply, path, 'max-age=3600'));
  app.get<{ Params: { file: string } }>('/page/:file', (request, reply) =>
    /^[a-z-]+\.(js|svg)$/.test(request.params.file)
      ? send(reply, join(PAGE, request.params.file))
      : reply.code(404).type('text/plain').send('Not here.'),
  );
}
