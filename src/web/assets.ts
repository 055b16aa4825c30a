import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';

const modules = createRequire(import.meta.url);

/** Every asset that a page loads, listed explicitly and served from memory. */
const files = {
  'page.css': ['text/css; charset=utf-8', join(import.meta.dirname, 'assets/page.css')],
  'page.js': ['text/javascript; charset=utf-8', join(import.meta.dirname, 'assets/page.js')],
  'icon.svg': ['image/svg+xml', join(import.meta.dirname, 'assets/icon.svg')],
  'idiomorph.js': ['text/javascript; charset=utf-8', modules.resolve('idiomorph/dist/idiomorph.esm.js')],
} as const;

export async function serveAssets(app: FastifyInstance): Promise<void> {
  for (const [name, [type, path]] of Object.entries(files)) {
    const content = await readFile(path);
    app.get(`/assets/${name}`, { config: { rateLimit: false } }, async (_request, reply) =>
      reply.type(type).header('cache-control', 'public, max-age=300').send(content),
    );
  }
}
