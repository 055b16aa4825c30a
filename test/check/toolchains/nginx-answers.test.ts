import { describe, expect, test } from '@jest/globals';
import { plainFile } from '../../../src/check/simulation/image/entry.ts';
import { Files } from '../../../src/check/simulation/image/files.ts';
import { answerTo } from '../../../src/check/toolchains/nginx/answer.ts';
import { type NginxDirective, readNginxConfig } from '../../../src/check/toolchains/nginx/config.ts';
import { refusalOf } from '../../../src/check/toolchains/nginx/directives.ts';
import type { SiteDirective } from '../../../src/check/toolchains/nginx/site.ts';

const placed = ({ block, ...directive }: NginxDirective): SiteDirective => ({
  ...directive,
  file: '/etc/nginx/nginx.conf',
  block: block?.map(placed) ?? null,
});

/** The pages that a real nginx had when its answers were noted. */
function pages(): Files {
  const files = Files.of('known', 'none');
  const put = (path: string) => files.put(path, plainFile);
  for (const path of ['/pages/index.html', '/pages/a.css', '/srv/p/index.html']) put(path);
  files.put('/pages/sub', { ...plainFile, kind: 'folder', executable: true });
  // Of the system's folders too nothing but this is there.
  const known = files.copy();
  known.remove('/srv');
  known.put('/srv/p/index.html', plainFile);
  return known;
}

const directivesOf = (http: string): readonly SiteDirective[] => {
  const config = readNginxConfig(`http { ${http} }`);
  if (config.kind === 'refused') throw new Error(config.phrase);
  return config.directives.map(placed);
};

/** `path=status` for each of the paths; `?` where it is not known. */
const answersOf = (http: string, paths: readonly string[]): string =>
  paths
    .map((path) => {
      const answer = answerTo(directivesOf(http), pages(), { path, host: 'localhost', port: 8080 });
      return `${path}=${answer.kind === 'status' ? answer.status : '?'}`;
    })
    .join(' ');

describe('what nginx answers, as nginx 1.30 did with these pages', () => {
  test.each([
    [
      'server { listen 8080; location / { alias /pages/; } }',
      '/=200 /a.css=200 /sub=301 /sub/=403 /nope=404 /nope/=404',
    ],
    [
      'server { listen 8080; location / { alias /pages; } }',
      '/=403 /a.css=404 /sub=404 /sub/=404 /nope=404 /nope/=404',
    ],
    ['server { listen 8080; location /sub { alias /srv/p; } }', '/sub=301 /sub/=200'],
    [
      'server { listen 8080; root /pages; autoindex on; index no.html; }',
      '/=200 /a.css=200 /sub=301 /sub/=200 /nope=404 /nope/=404',
    ],
    [
      'server { listen 8080; root /pages; location ~ ^/sub { return 211; } }',
      '/=200 /a.css=200 /sub=211 /sub/=211 /nope=404 /nope/=404',
    ],
    [
      'server { listen 8080; root /pages; location ^~ /a { root /srv; } location ~ \\.css$ { return 200; } }',
      '/=200 /a.css=404 /sub=301 /sub/=403 /nope=404 /nope/=404',
    ],
    [
      'server { listen 8080; root /pages; location ~* \\.(css|js)$ { root /srv; } }',
      '/=200 /a.css=404 /sub=301 /sub/=403 /nope=404 /nope/=404',
    ],
    [
      'server { listen 8080; root /pages; error_page 404 /index.html; }',
      '/=200 /a.css=200 /sub=301 /sub/=403 /nope=404 /nope/=404',
    ],
    [
      'server { listen 8080; root /pages; location = / { return 204; } }',
      '/=204 /a.css=200 /sub=301 /sub/=403 /nope=404 /nope/=404',
    ],
    [
      'server { listen 8080; root /pages; location = /index.html { return 210; } }',
      '/=210 /a.css=200 /sub=301 /sub/=403 /nope=404 /nope/=404',
    ],
    [
      'server { listen 8080; root /pages; location ~ \\.html$ { return 418; } }',
      '/=418 /a.css=200 /sub=301 /sub/=403 /nope=404 /nope/=404',
    ],
    ['root /pages; server { listen 8080; }', '/=200 /a.css=200 /sub=301 /sub/=403 /nope=404 /nope/=404'],
    [
      'server { listen 8080; root /pages; index home.html; }',
      '/=403 /a.css=200 /sub=301 /sub/=403 /nope=404 /nope/=404',
    ],
    [
      'server { listen 8080; root /pages; index no.html index.html; }',
      '/=200 /a.css=200 /sub=301 /sub/=403 /nope=404 /nope/=404',
    ],
    [
      'server { listen 8080; root /nowhere; location / { try_files $uri /index.html; } }',
      '/=500 /a.css=500 /sub=500 /sub/=500 /nope=500 /nope/=500',
    ],
    [
      'server { listen 8080; location / { root /pages; location ~ \\.css$ { return 204; } } }',
      '/=200 /a.css=204 /sub=301 /sub/=403 /nope=404 /nope/=404',
    ],
    ['server { listen 8080; root /nowhere; }', '/=404 /a.css=404 /sub=404 /sub/=404 /nope=404 /nope/=404'],
    ['server { listen 8080; root /pages; }', '/=200 /a.css=200 /sub=301 /sub/=403 /nope=404 /nope/=404'],
    ['server { listen 8080; return 301 /x; }', '/=301 /x=301'],
    [
      'server { listen 8080; location /sub/ { root /pages; } location / { root /srv/p; } }',
      '/=200 /a.css=404 /sub=404 /sub/=403 /nope=404 /nope/=404',
    ],
    [
      'server { listen 8080; root /pages/; location / { try_files $uri $uri/index.html =404; } }',
      '/=200 /a.css=200 /sub=404 /sub/=404 /nope=404 /nope/=404',
    ],
    [
      'server { listen 8080; location / { root /pages; } return 503; }',
      '/=503 /a.css=503 /sub=503 /sub/=503 /nope=503 /nope/=503',
    ],
    [
      'server { listen 8080; root /pages; try_files $uri /index.html; }',
      '/=200 /a.css=200 /sub=200 /sub/=200 /nope=200 /nope/=200',
    ],
    [
      'server { listen 8080; root /pages; try_files $uri /index.html; location / { } }',
      '/=200 /a.css=200 /sub=301 /sub/=403 /nope=404 /nope/=404',
    ],
    [
      'server { listen 8080; root /pages; location / { try_files $uri $uri/ /index.html; } }',
      '/=200 /a.css=200 /sub=301 /sub/=403 /nope=200 /nope/=200',
    ],
    [
      'server { listen 8080; root /pages; location / { try_files $uri /index.html; } }',
      '/=200 /a.css=200 /sub=200 /sub/=200 /nope=200 /nope/=200',
    ],
    [
      'server { listen 8080; root /pages; location / { try_files $uri $uri/ =404; } }',
      '/=200 /a.css=200 /sub=301 /sub/=403 /nope=404 /nope/=404',
    ],
    [
      'server { listen 8080; server_name a; return 201; } server { listen 8080; server_name localhost; return 202; }',
      '/=202',
    ],
    [
      'server { listen 8080; server_name a; return 201; } server { listen 8080 default_server; return 202; }',
      '/=202',
    ],
    ['server { listen 8080; server_name a; return 201; } server { listen 8080; return 202; }', '/=201'],
  ])('nginx answers as it did with %s', (http, answers) => {
    const paths = answers.split(' ').map((each) => each.slice(0, each.indexOf('=')));
    expect(answersOf(http, paths)).toBe(answers);
  });
});

describe('what depends on more than the files is unknown', () => {
  test.each([
    'server { listen 8080; location / { proxy_pass http://127.0.0.1:3000; } }',
    'server { listen 8080; location / { fastcgi_pass unix:/run/php.sock; } }',
    'server { listen 8080; root /pages; rewrite ^ /index.html; }',
    'server { listen 8080; root /pages; if ($request_method = GET) { return 404; } }',
    'server { listen 8080; root /pages; auth_basic "x"; }',
    'server { listen 8080; root /pages; deny all; }',
    'server { listen 8080; root html; }',
    'server { listen 8080; root /pages/$host; }',
    'server { listen 8080; }',
    'server { listen 8080; root /pages; location ~ ^/(a|b)?$ { return 404; } }',
    'server { listen 8080; root /pages; location / { try_files $uri/$host @x; } location @x { return 207; } }',
    'server { listen 8080; server_name *.a; return 1; } server { listen 8080; server_name b; return 2; }',
    'server { listen 8080; root /nowhere; error_page 404 =200 /x; }',
    'server { listen 80; root /pages; }',
  ])('the answer is unknown with %s', (http) => {
    expect(answersOf(http, ['/'])).toBe('/=?');
  });
});

describe('what nginx refuses, in its own words', () => {
  test.each([
    ['foo bar;', 'unknown directive "foo"'],
    ['gzip yes;', 'invalid value "yes" in "gzip" directive, it must be "on" or "off"'],
    ['client_max_body_size 10Mx;', '"client_max_body_size" directive invalid value'],
    ['add_header X;', 'invalid number of arguments in "add_header" directive'],
    ['try_files $uri;', 'invalid number of arguments in "try_files" directive'],
    ['http { }', '"http" directive is not allowed here'],
    ['load_module modules/x.so;', '"load_module" directive is not allowed here'],
    ['location / ;', 'directive "location" has no opening "{"'],
    ['index index.html location / { }', 'directive "index" is not terminated by ";"'],
    ['listen $PORT;', 'host not found in "$PORT" of the "listen" directive'],
    ['location ~* \\.(css|js)$ { expires 1d; access_log off; }', null],
    ['location ~ "^/a{2}$" { return 200; }', null],
    ['client_max_body_size 10M;', null],
  ])('nginx says of %s: %s', (text, phrase) => {
    const config = readNginxConfig(text);
    if (config.kind === 'refused') throw new Error(config.phrase);
    const [first] = config.directives;
    expect(first === undefined ? 'nothing' : refusalOf(first, 'server')).toBe(phrase);
  });

  test.each([
    ['root /pages/$uri"x";', 'read'],
    ['root "/usr/share"nginx;', 'unexpected "n"'],
  ])('nginx reads the words of %s: %s', (text, result) => {
    const config = readNginxConfig(text);
    expect(config.kind === 'refused' ? config.phrase : config.kind).toBe(result);
  });
});
