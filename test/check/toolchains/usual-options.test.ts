import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Checker, openChecker } from '../../../src/check/check.ts';
import type { CheckReport } from '../../../src/check/model/report.ts';
import { type InstalledLesson, loadLesson } from '../../../src/library/library.ts';
import { replaced } from '../../support/replaced.ts';

/** Ways of the tools that learners know from elsewhere, in the lessons that are no Django project. */
const lessonsDir = join(import.meta.dirname, '../../../lessons');
let check: Checker;
const lessons = new Map<
  string,
  { readonly installed: InstalledLesson; readonly files: Record<string, string> }
>();
beforeAll(async () => {
  check = await openChecker();
  for (const [slug, names] of [
    ['go-docker', ['Dockerfile']],
    ['frontend-docker', ['Dockerfile', 'nginx.conf']],
    ['fastapi-docker', ['Dockerfile', '.dockerignore']],
  ] as const) {
    const files: Record<string, string> = {};
    for (const name of names) files[name] = await readFile(join(lessonsDir, slug, 'solution', name), 'utf8');
    lessons.set(slug, { installed: await loadLesson(join(lessonsDir, slug)), files });
  }
});

/** The lesson's own answer, with some texts of its Dockerfile replaced. */
function changed(slug: string, ...changes: readonly (readonly [from: string, to: string])[]): CheckReport {
  const lesson = lessons.get(slug);
  if (lesson === undefined) throw new Error(slug);
  let dockerfile = lesson.files.Dockerfile ?? '';
  for (const [from, to] of changes) dockerfile = replaced(dockerfile, from, to);
  const files = { ...lesson.files, Dockerfile: dockerfile };
  return check({ student: { files, complete: true }, ...lesson.installed });
}
const open = ({ todos }: CheckReport): readonly number[] =>
  todos.filter(({ status }) => status !== 'done').map(({ n }) => n);

describe('go build', () => {
  test.each([
    ['go build -buildvcs=false -o /server .', true],
    ['go build -trimpath=true -o /server .', true],
    ['go build -race=false -v=false -o /server .', true],
    ['go build --trimpath --o /server .', true],
    // How these are built is not followed.
    ['go build -pgo=off -o /server .', null],
    ['go build -buildmode=pie -modcacherw -o /server .', null],
    ['go build -toolexec "env" -o=/server .', null],
    ['go build -compiler gc -json -o /server .', null],
  ])('takes all of its options: %s', (command, ready) => {
    const report = changed('go-docker', ['go build -o /server .', command]);
    expect({ open: open(report), ready: report.ready }).toEqual({ open: [], ready });
  });

  test.each([
    'go build -nothing-such -o /server .',
    'go build -vx -o /server .',
    'go build -o /server -x.y=1 .',
    'go build --future --o=/server .',
    'go build -o /server example.org/greeter',
    'go build -o /server $(go list .)',
    'go generate . && go build -fancy -o /server',
  ])('what it makes is unknown, not missing, where it is not followed: %s', (command) => {
    const report = changed('go-docker', ['go build -o /server .', command]);
    expect(report.ready).toBeNull();
    expect(report.todos.filter(({ status }) => status === 'wrong' || status === 'missing')).toEqual([]);
  });

  test.each(['. -o /server', './ -o=/server', './... -v', 'main.go -o /server', '. -ldflags "-s -w"'])(
    'takes no option behind its package: %s',
    (rest) => {
      expect(changed('go-docker', ['go build -o /server .', `go build ${rest}`]).ready).toBe(false);
    },
  );

  test.each([
    'RUN go env -w CGO_ENABLED=0 && go build -o /server .',
    'RUN go env -w CGO_ENABLED=0 GOFLAGS=-trimpath\nRUN go build -o /server .',
    'RUN ["go", "env", "-w", "CGO_ENABLED=0"]\nRUN go build -o /server .',
    'RUN go env -w GOPROXY=direct && go env -w CGO_ENABLED=0\nRUN go build -o /server .',
    'RUN go env -w CGO_ENABLED=1; go env -w CGO_ENABLED=0; go build -o /server .',
  ])('uses the settings of `go env -w`: %s', (step) => {
    const report = changed('go-docker', ['RUN CGO_ENABLED=0 go build -o /server .', step]);
    expect({ open: open(report), ready: report.ready }).toEqual({ open: [], ready: true });
  });

  test.each([
    'RUN CGO_ENABLED=0 GOOS=windows go build -o /server .',
    'RUN CGO_ENABLED=0 GOOS=darwin go build -o /server .',
    'ENV GOOS=windows\nRUN CGO_ENABLED=0 go build -o /server .',
    'RUN go env -w GOOS=freebsd && CGO_ENABLED=0 go build -o /server .',
    'RUN export GOOS=js GOARCH=wasm CGO_ENABLED=0 && go build -o /server .',
  ])('a program for another system does not start: %s', (step) => {
    expect(changed('go-docker', ['RUN CGO_ENABLED=0 go build -o /server .', step]).ready).toBe(false);
  });

  test.each([
    ['RUN GOBIN=/out CGO_ENABLED=0 go install .', '/out/greeter'],
    ['RUN CGO_ENABLED=0 go install .', '/go/bin/greeter'],
    ['RUN CGO_ENABLED=0 go install ./...', '/go/bin/greeter'],
    ['ENV GOPATH=/gp\nRUN CGO_ENABLED=0 go install', '/gp/bin/greeter'],
    ['RUN CGO_ENABLED=0 go install -ldflags "-s -w" .', '/go/bin/greeter'],
  ])('`go install` installs the program into the configured folder: %s', (step, path) => {
    const report = changed(
      'go-docker',
      ['RUN CGO_ENABLED=0 go build -o /server .', step],
      ['--from=build /server', `--from=build ${path}`],
    );
    // The lesson asks for `go build`; all else holds.
    expect(open(report)).toEqual([2]);
  });
});

describe('npm with options before its command', () => {
  test.each([
    ['RUN npm run build', 'RUN npm --prefix /app run build'],
    ['RUN npm run build', 'WORKDIR /\nRUN npm --prefix /app run build'],
    ['RUN npm run build', 'WORKDIR /\nRUN npm --prefix=app run build'],
    ['RUN npm run build', 'RUN npm -s run build'],
    ['RUN npm run build', 'RUN cd / && npm -C /app run build'],
    ['RUN npm ci', 'RUN npm --no-audit ci'],
    ['RUN npm ci', 'WORKDIR /\nRUN npm ci --prefix /app\nWORKDIR /app'],
    ['RUN npm ci', 'RUN npm --loglevel=error --prefix . ci'],
  ] as const)('does what it does without them: %s → %s', (from, to) => {
    const report = changed('frontend-docker', [from, to]);
    expect({ open: open(report), ready: report.ready }).toEqual({ open: [], ready: true });
  });

  test.each([
    'RUN npm --prefix /src run build',
    'RUN npm -C tools run build',
    'RUN npm --prefix /app/src run build',
  ])('fails in a folder without the project: %s', (to) => {
    expect(changed('frontend-docker', ['RUN npm run build', to]).ready).toBe(false);
  });
});

describe('a page that nginx serves', () => {
  const copy = 'COPY --from=build /app/dist /usr/share/nginx/html';
  test.each([
    'COPY --from=build /app/dist/* /usr/share/nginx/html/',
    'COPY --from=build /app/dist/. /usr/share/nginx/html/',
    'COPY --from=build /app/./dist/ /usr/share/nginx/html',
    'WORKDIR /usr/share/nginx\nCOPY --from=build /app/dist html',
    'COPY --from=build ["/app/dist", "/usr/share/nginx/html"]',
  ])('a page is taken as a folder: %s', (line) => {
    const report = changed('frontend-docker', [copy, line]);
    expect({ open: open(report), ready: report.ready }).toEqual({ open: [], ready: true });
  });

  test.each([
    'COPY --from=build /app/dist/index.html /app/dist/style.css /app/dist/app.js /usr/share/nginx/html/',
    'COPY --from=build /app/dist/*.html /app/dist/*.css /app/dist/*.js /usr/share/nginx/html/',
    'COPY --from=build /app/dist/index.html /usr/share/nginx/html/\nCOPY --from=build /app/dist/style.css /app/dist/app.js /usr/share/nginx/html/',
    'WORKDIR /usr/share/nginx/html\nCOPY --from=build /app/dist/index.html /app/dist/style.css /app/dist/app.js ./',
    'COPY --from=build /app/dist/[ais]* /usr/share/nginx/html/',
  ])('a site copied file by file may be incomplete, so nothing is predicted: %s', (line) => {
    const report = changed('frontend-docker', [copy, line]);
    expect(report.todos.find(({ n }) => n === 5)?.status).not.toBe('missing');
    expect(report.ready).not.toBe(false);
  });

  test.each([
    'ENTRYPOINT ["/docker-entrypoint.sh"]\nCMD ["nginx", "-g", "daemon off;"]',
    'ENTRYPOINT ["/docker-entrypoint.sh", "nginx", "-g", "daemon off;"]',
    'ENTRYPOINT ["sh", "/docker-entrypoint.sh"]\nCMD ["nginx", "-g", "daemon off;"]',
    'CMD ["/docker-entrypoint.sh", "nginx", "-g", "daemon off;"]',
    'ENTRYPOINT ["/docker-entrypoint.sh"]\nCMD ["nginx", "-g", "daemon off;", "-e", "/dev/stderr"]',
  ])('a page is served by the image’s own script, too: %s', (lines) => {
    const report = changed('frontend-docker', ['EXPOSE 8080', `EXPOSE 8080\n${lines}`]);
    expect({ open: open(report), ready: report.ready }).toEqual({ open: [], ready: true });
  });

  const configured = (conf: string): CheckReport => {
    const lesson = lessons.get('frontend-docker');
    if (lesson === undefined) throw new Error(conf);
    const files = { ...lesson.files, 'nginx.conf': conf };
    return check({ student: { files, complete: true }, ...lesson.installed });
  };
  test.each([
    'server { listen 8080 ssl; root /usr/share/nginx/html; }',
    'server { listen 8080 default_server ssl; root /usr/share/nginx/html; }',
    'server { listen [::]:8080 ssl; listen 8080; root /usr/share/nginx/html; }',
    'server { listen 8080; root /usr/share/nginx/html; }\nserver { listen 443 ssl; root /usr/share/nginx/html; }',
    'server { listen 8080 ssl http2; server_name localhost; location / { root /usr/share/nginx/html; } }',
  ])('a page is not served where a certificate is missing: %s', (conf) => {
    expect(configured(conf).ready).toBe(false);
  });

  test.each([
    'server { listen 8080; root /usr/share/nginx/html; }',
    'server { listen 8080; root /usr/share/nginx/html; ssl_protocols TLSv1.3; }',
    'server { listen 8080; root /usr/share/nginx/html; }\nserver { listen 443 ssl; ssl_reject_handshake on; }',
  ])('a page is served without a certificate where none is needed: %s', (conf) => {
    expect(configured(conf).ready).not.toBe(false);
  });
});

describe('servers that read the environment', () => {
  const start = 'CMD ["uvicorn", "app.main:app", "--host", "0.0.0.0", "--port", "8000"]';
  test.each([
    ['ENV UVICORN_HOST=0.0.0.0', 'CMD ["uvicorn", "app.main:app", "--port", "8000"]'],
    ['ENV UVICORN_HOST=0.0.0.0 UVICORN_PORT=8000', 'CMD ["uvicorn", "app.main:app"]'],
    ['ENV UVICORN_PORT=9000', 'CMD ["uvicorn", "app.main:app", "--host=0.0.0.0", "--port=8000"]'],
    ['ENV UVICORN_HOST="0.0.0.0" UVICORN_LOG_LEVEL=info', 'CMD ["python", "-m", "uvicorn", "app.main:app"]'],
    ['ENV UVICORN_HOST 0.0.0.0', 'CMD ["sh", "-c", "exec uvicorn app.main:app"]'],
  ])('uvicorn takes its address from the environment: %s, %s', (line, cmd) => {
    const report = changed('fastapi-docker', ['EXPOSE 8000', `${line}\nEXPOSE 8000`], [start, cmd]);
    expect({ open: open(report), ready: report.ready }).toEqual({ open: [], ready: true });
  });

  test.each([
    ['ENV UVICORN_HOST=127.0.0.1', 'CMD ["uvicorn", "app.main:app"]'],
    ['ENV UVICORN_HOST=0.0.0.0 UVICORN_PORT=80', 'CMD ["uvicorn", "app.main:app"]'],
    ['ENV HOST=0.0.0.0', 'CMD ["uvicorn", "app.main:app"]'],
    ['ENV UVICORN_PORT=5000', 'CMD ["uvicorn", "app.main:app", "--host", "0.0.0.0"]'],
    ['ENV UVICORN_HOST=0.0.0.0', 'CMD ["uvicorn", "app.main:app", "--host", "localhost"]'],
  ])('uvicorn is unreachable if it listens at another address: %s, %s', (line, cmd) => {
    expect(changed('fastapi-docker', ['EXPOSE 8000', `${line}\nEXPOSE 8000`], [start, cmd]).ready).toBe(
      false,
    );
  });
});
