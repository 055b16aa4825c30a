import { image, programsOfEveryImage } from '../../simulation/image/base-image.ts';
import { slimPrograms } from '../../simulation/image/slim-image.ts';
import { words } from '../../simulation/image/word-list.ts';
import { alpinePrograms } from '../alpine/alpine.ts';
import type { Toolchain } from '../toolchain.ts';
import { nginx } from './nginx.ts';

const ownPrograms = words('nginx curl envsubst');
const onDebian: ReadonlySet<string> = new Set([...programsOfEveryImage, ...slimPrograms, ...ownPrograms]);
const onAlpine: ReadonlySet<string> = new Set([...programsOfEveryImage, ...alpinePrograms, ...ownPrograms]);

const mainConfig = (userLine: string): string =>
  `${userLine}worker_processes auto;\nevents {\n  worker_connections 1024;\n}\nhttp {\n  include /etc/nginx/mime.types;\n  include /etc/nginx/conf.d/*.conf;\n}\n`;
const defaultServer = (port: number): string =>
  `server {\n  listen ${port};\n  location / {\n    root /usr/share/nginx/html;\n    index index.html index.htm;\n  }\n}\n`;

/** The image's files that a lesson may rely on. */
const files = (port: number, userLine: string): Readonly<Record<string, string | null>> => ({
  '/etc/nginx/nginx.conf': mainConfig(userLine),
  '/etc/nginx/conf.d/default.conf': defaultServer(port),
  // The image's entrypoint prepares the configuration, then executes its arguments.
  '/docker-entrypoint.sh': '#!/bin/sh\nset -e\nexec "$@"\n',
  '/usr/share/nginx/html/index.html': null,
  '/usr/share/nginx/html/50x.html': null,
});

/** nginx and its official images, which serve the files of a folder unchanged. */
export const nginxToolchain: Toolchain = {
  name: 'nginx',
  programs: { nginx },
  oftenMissing: ['nginx'],
  baseImage: (name) => {
    const unprivileged = name.path === 'nginxinc/nginx-unprivileged';
    if (name.path !== 'nginx' && !unprivileged) return null;
    const port = unprivileged ? 8080 : 80;
    const alpine = name.label.includes('alpine');
    return image(name, {
      family: alpine ? 'alpine' : 'debian',
      programs: alpine ? onAlpine : onDebian,
      user: unprivileged ? '101' : '',
      users: { nginx: null },
      start: ['nginx', '-g', 'daemon off;'],
      exposes: [port],
      brought: files(port, unprivileged ? '' : 'user nginx;\n'),
      // The second folder is Debian's default, which this image does not have.
      whole: ['/usr/share/nginx/html', '/var/www'],
    });
  },
};
