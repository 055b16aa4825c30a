import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { Resvg } from '@resvg/resvg-js';

const fonts = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf');

parentPort?.on('message', ({ id, svg }) => {
  try {
    const image = new Resvg(svg, {
      font: {
        fontFiles: [join(fonts, 'DejaVuSans.ttf'), join(fonts, 'DejaVuSans-Bold.ttf')],
        defaultFontFamily: 'DejaVu Sans',
        // The same picture on every machine; looking through a machine's own fonts would take longer than drawing.
        // Letters that DejaVu lacks (Chinese, emoji) become boxes.
        loadSystemFonts: false,
      },
    });
    const png = image.render().asPng();
    parentPort?.postMessage({ id, png });
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
