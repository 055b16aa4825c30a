import type { FastifyInstance } from 'fastify';
import type { World } from './world/world.ts';

/** Types that a browser may show inline; everything else is downloaded. */
const SHOWN = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** Serves uploaded files in such a way that no file, whatever its content, can act with the page's origin. */
export function serveFiles(app: FastifyInstance, world: World): void {
  for (const folder of ['attachments', 'ephemeral-attachments'])
    app.get<{ Params: { file: string } }>(`/${folder}/:channel/:file/:name`, (request, reply) => {
      const file = world.files.get(request.params.file);
      if (!file) return reply.code(404).type('text/plain').send('This content is no longer available.');
      const { content_type: type = 'application/octet-stream', filename } = file.attachment;
      const shown = SHOWN.has(type);
      return reply
        .headers({
          'content-security-policy': "default-src 'none'; sandbox",
          'x-content-type-options': 'nosniff',
          'access-control-allow-origin': '*',
          'content-disposition': `${shown ? 'inline' : 'attachment'}; filename="${filename}"`,
          'cache-control': 'private, max-age=31536000, immutable',
        })
        .type(shown ? type : harmlessType(type))
        .send(file.bytes);
    });
}

/** How a file that the browser must not show inline is served. */
const harmlessType = (type: string): string =>
  type.startsWith('text/') ? 'text/plain; charset=utf-8' : 'application/octet-stream';
