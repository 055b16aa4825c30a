import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Checker, openChecker } from '../../../src/check/check.ts';
import { type InstalledLesson, loadLesson } from '../../../src/library/library.ts';
import { replaced } from '../../support/replaced.ts';

/**
 * What students write in the lesson about Go, with what comes of it: true where the server answers and every TODO is done, null
 * where nobody can tell. Each was built and asked with Docker and Go 1.27, but for those with golang:1.24-alpine.
 */
const folder = join(import.meta.dirname, '../../../lessons/go-docker');

let check: Checker;
let lesson: InstalledLesson;
let answer: string;
beforeAll(async () => {
  [check, lesson, answer] = await Promise.all([
    openChecker(),
    loadLesson(folder),
    readFile(join(folder, 'solution/Dockerfile'), 'utf8'),
  ]);
});

type Changes = readonly (readonly [from: string, to: string])[];

const ready = (...changes: Changes): boolean | null => {
  const text = changes.reduce((each, [from, to]) => replaced(each, from, to), answer);
  return check({ student: { files: { Dockerfile: text, '.dockerignore': '' }, complete: true }, ...lesson })
    .ready;
};

const build = 'RUN CGO_ENABLED=0 go build -o /server .';

/** Lines in place of the build, each with what comes of it. */
const builds: Readonly<Record<string, boolean | null>> = {
  'ENV CGO_ENABLED=0\nRUN go build -o /server .': true,
  'ARG CGO_ENABLED=0\nRUN go build -o /server .': true,
  'RUN export CGO_ENABLED=0 && go build -o /server .': true,
  'RUN export CGO_ENABLED=0\nRUN go build -o /server .': false,
  'RUN CGO_ENABLED=0; go build -o /server .': false,
  'RUN go env -w CGO_ENABLED=0\nRUN go build -o /server .': true,
  'RUN go build -o /server .': false,
  'RUN CGO_ENABLED=1 go build -o /server .': false,
  'RUN CGO_ENABLED=0 GOOS=linux go build -o /server .': true,
  'RUN CGO_ENABLED=0 GOOS=linux GOARCH=amd64 go build -o /server .': true,
  'RUN CGO_ENABLED=0 GOARCH=arm64 go build -o /server .': false,
  'RUN CGO_ENABLED=0 GOOS=windows go build -o /server .': false,
  'RUN CGO_ENABLED=0 GOARCH=386 go build -o /server .': null,
  'RUN go build -tags netgo -o /server .': true,
  'RUN go build -tags "netgo osusergo" -o /server .': true,
  'RUN go build -tags osusergo -o /server .': false,
  'RUN go build -ldflags \'-extldflags "-static"\' -o /server .': false,
  'RUN go build -ldflags \'-linkmode external -extldflags "-static"\' -o /server .': true,
  'RUN CGO_ENABLED=0 go build -ldflags="-s -w" -trimpath -o /server .': true,
  'RUN CGO_ENABLED=0 go build -ldflags="-X main.version=1.0" -o /server .': true,
  'RUN CGO_ENABLED=0 go build -ldflags="-sw" -o /server .': null,
  'RUN CGO_ENABLED=0 GOOS=linux go build -a -installsuffix cgo -o /server .': true,
  'RUN CGO_ENABLED=0 go build -o /server ./...': true,
  'RUN CGO_ENABLED=0 go build -o /server main.go': true,
  'RUN CGO_ENABLED=0 go build -o /server ./main.go': true,
  'RUN CGO_ENABLED=0 go build -o /server': true,
  'RUN CGO_ENABLED=0 go build -o /server mian.go': false,
  'RUN CGO_ENABLED=0 go build . -o /server': false,
  'RUN CGO_ENABLED=0 go build -n -o /server .': false,
  'RUN CGO_ENABLED=0 go build -race -o /server .': false,
  'RUN CGO_ENABLED=0 go build -buildmode=pie -o /server .': null,
  'RUN CGO_ENABLED=0 go build -mod=mod -o /server .': true,
  'RUN CGO_ENABLED=0 go build -mod=vendor -o /server .': true,
  'RUN go mod vendor\nRUN CGO_ENABLED=0 go build -mod=vendor -o /server .': true,
  'RUN mkdir /server && CGO_ENABLED=0 go build -o /server .': false,
  'RUN CGO_ENABLED=0 go build -o app . && mv app /server': true,
  'RUN CGO_ENABLED=0 go build -o app . && cp app /server': true,
  'RUN CGO_ENABLED=0 go build -o /server . && chmod +x /server': true,
  'RUN CGO_ENABLED=0 go build -o /server . && chmod -x /server': false,
  'RUN CGO_ENABLED=0 go build -o /server . && /server': false,
  'RUN go run .': false,
  'RUN go mod download\nRUN CGO_ENABLED=0 go build -o /server .': true,
  'RUN go mod download && go mod verify\nRUN CGO_ENABLED=0 go build -o /server .': true,
  'RUN go mod tidy\nRUN CGO_ENABLED=0 go build -o /server .': true,
  'RUN go get -d -v ./...\nRUN CGO_ENABLED=0 go build -o /server .': true,
  'RUN go get\nRUN CGO_ENABLED=0 go build -o /server .': true,
  'RUN go get example.org/other\nRUN CGO_ENABLED=0 go build -o /server .': null,
  'RUN go vet ./...\nRUN CGO_ENABLED=0 go build -o /server .': true,
  'RUN go test ./...\nRUN CGO_ENABLED=0 go build -o /server .': true,
  'RUN go mod init greeter\nRUN CGO_ENABLED=0 go build -o /server .': false,
  'RUN CGO_ENABLED=0 GO111MODULE=off go build -o /server .': null,
  'RUN CGO_ENABLED=0 GOTOOLCHAIN=go1.99.0 go build -o /server .': null,
  "RUN sed -i 's/8080/9090/' main.go && CGO_ENABLED=0 go build -o /server .": null,
  'RUN rm main.go && CGO_ENABLED=0 go build -o /server .': false,
  'ENV CGO_ENABLED=0\nRUN ["go", "build", "-o", "/server", "."]': true,
  'RUN --mount=type=cache,target=/root/.cache/go-build CGO_ENABLED=0 go build -o /server .': true,
  'USER nobody\nRUN CGO_ENABLED=0 go build -o /server .': null,
};

/** Where the build puts the program, and where it is taken from. */
const places: Readonly<Record<string, readonly [from: string, ready: boolean]>> = {
  'go build -o server .': ['/src/server', true],
  'go build -o bin/server .': ['/src/bin/server', true],
  'go build': ['/src/greeter', true],
  'go build ./...': ['/src/greeter', true],
  'go build .': ['/src/main', false],
  'go build main.go': ['/src/main', true],
  'go build -o /out/ .': ['/out/greeter', true],
};

/** Lines of the last stage in place of `USER 1000`. */
const lastLines: Readonly<Record<string, boolean | null>> = {
  'USER 65534:65534': true,
  'USER nobody': false,
  'USER nonroot:nonroot': false,
  'RUN adduser -D app\nUSER app': false,
  'RUN chmod +x /server\nUSER 1000': false,
  'COPY --from=build /etc/passwd /etc/passwd\nUSER nobody': true,
  'COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\nUSER 1000': true,
  'ENV PORT=80\nUSER 1000': false,
  'ENV PORT=8080\nUSER 1000': true,
  'ENV PORT=\nUSER 1000': true,
  'ENV PORT=99999\nUSER 1000': false,
  'ENV PORT=:8080\nUSER 1000': null,
  'ENV PORT=http8\nUSER 1000': null,
  'ARG PORT=9000\nUSER 1000': true,
  'ENV GOMEMLIMIT=20\nUSER 1000': null,
  'STOPSIGNAL SIGINT\nUSER 1000': true,
  'STOPSIGNAL SIGUSR1\nUSER 1000': null,
  'HEALTHCHECK CMD curl -f http://localhost:8080/\nUSER 1000': true,
};

/** Owners of the program: an empty image has no list in which a name could be looked up. */
const owners: Readonly<Record<string, boolean>> = {
  '1000': true,
  '1000:1000': true,
  root: true,
  'root:root': true,
  'app:app': false,
  app: false,
  '1000:app': false,
  'nobody:nogroup': false,
};

const copyProgram = 'COPY --from=build /server /server';
const start = 'ENTRYPOINT ["/server"]';
const copies = 'COPY go.mod .\nCOPY *.go .';

const others: readonly (readonly [what: string, changes: Changes, ready: boolean | null])[] = [
  ['all files are copied at once', [[copies, 'COPY . .']], true],
  [
    'the stage is taken by its number',
    [
      [' AS build', ''],
      ['--from=build', '--from=0'],
    ],
    true,
  ],
  [
    'the port of another program is set in the first stage',
    [['WORKDIR /src', 'WORKDIR /src\nENV PORT=9000']],
    true,
  ],
  [
    'the first stage is Alpine with a compiler',
    [
      ['golang:1.24', 'golang:1.24-alpine'],
      [build, 'RUN apk add --no-cache build-base\nRUN go build -o /server .'],
    ],
    false,
  ],
  [
    'the first stage is Alpine without a compiler',
    [
      ['golang:1.24', 'golang:1.24-alpine'],
      [build, 'RUN CGO_ENABLED=1 go build -o /server .'],
    ],
    false,
  ],
  ['go.sum is copied, which is not there', [['COPY go.mod .', 'COPY go.mod go.sum ./']], false],
  ['go.sum is copied where it is there', [['COPY go.mod .', 'COPY go.mod go.sum* ./']], true],
  [
    'the program may not be executed',
    [[copyProgram, 'COPY --from=build --chmod=644 /server /server']],
    false,
  ],
  [
    'everybody may execute the program',
    [[copyProgram, 'COPY --from=build --chmod=755 /server /server']],
    true,
  ],
  ['the program lies in a folder of its name', [[copyProgram, 'COPY --from=build /server /server/']], false],
  [
    'the system’s libraries come along',
    [
      [build, 'RUN go build -o /server .'],
      [
        'USER 1000',
        'COPY --from=build /lib64 /lib64\nCOPY --from=build /lib/x86_64-linux-gnu /lib/x86_64-linux-gnu\nUSER 1000',
      ],
    ],
    null,
  ],
  ['a shell starts it', [[start, 'ENTRYPOINT /server']], false],
  ['a shell is named that starts it', [[start, 'ENTRYPOINT ["sh", "-c", "/server"]']], false],
  ['it is the command', [[start, 'CMD ["/server"]']], true],
  ['it is called by its name alone', [[start, 'ENTRYPOINT ["server"]']], false],
  ['it is called by a relative path', [[start, 'ENTRYPOINT ["./server"]']], true],
  ['it is given words that it does not read', [[start, `${start}\nCMD ["-v"]`]], true],
];

describe('answers to the lesson about Go', () => {
  test.each(Object.entries(builds))('predicts the start of a program built by %s', (line, expected) => {
    expect(ready([build, line])).toBe(expected);
  });

  test.each(Object.entries(places))(
    '%s puts the program where it is taken from, or elsewhere',
    (command, [from, expected]) => {
      expect(ready([build, `RUN CGO_ENABLED=0 ${command}`], ['build /server', `build ${from}`])).toBe(
        expected,
      );
    },
  );

  test.each(Object.entries(owners))('predicts the start of a program owned by %s', (owner, expected) => {
    expect(ready([copyProgram, `COPY --from=build --chown=${owner} /server /server`])).toBe(expected);
  });

  test('a program may belong to anybody where the list of users came before it', () => {
    const lines = 'COPY --from=build /etc/passwd /etc/passwd\nCOPY --from=build --chown=app /server /server';
    expect(ready([copyProgram, lines])).toBe(true);
  });

  test.each(Object.entries(lastLines))(
    'predicts the start with these lines in the last stage: %s',
    (lines, expected) => {
      expect(ready(['USER 1000', lines])).toBe(expected);
    },
  );

  test.each(others)('predicts the start of the program where %s', (_what, changes, expected) => {
    expect(ready(...changes)).toBe(expected);
  });
});

test.each<readonly [string, boolean | null]>([
  ['WORKDIR /app', true],
  ['WORKDIR src', true],
  ['', true],
  ['WORKDIR /', true],
  ['WORKDIR /go/src/greeter', true],
  ['WORKDIR /tmp/greeter', true],
  ['WORKDIR /tmp', false],
  ['ENV TMPDIR=/src\nWORKDIR /src', false],
])('a module is built in each folder but the one for temporary files: %j', (line, expected) => {
  expect(ready(['WORKDIR /src', line])).toBe(expected);
});
