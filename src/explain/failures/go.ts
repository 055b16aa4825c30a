import { defineFailure, type Failure, inBuild } from './failure.ts';
import { buildAgain } from './next.ts';

/** What `go build` says in a step of a build. */
export const goFailures: readonly Failure[] = [
  defineFailure({
    id: 'go-mod-missing',
    phase: inBuild,
    about: 'copy',
    aims: ['dependencies-copied-first'],
    when: [
      'go.mod file not found in current directory',
      'go: cannot find main module',
      'go: no modules specified',
      'open /<file>/go.mod: no such file',
    ],
    cause: 'go.mod is not in the folder in which Go runs: it was not copied, or WORKDIR is another folder.',
    cure: 'Set WORKDIR, and COPY go.mod and go.sum there in a step above.',
    next: buildAgain,
    examples: [
      "go: go.mod file not found in current directory or any parent directory; see 'go help modules'",
      '#9 0.21 go: go.mod file not found in current directory or any parent directory.',
      'go: cannot find main module, but found .git/config in /src',
    ],
  }),
  defineFailure({
    id: 'go-version-differs',
    phase: inBuild,
    about: 'base-image',
    when: [
      'go.mod requires go >= <version>',
      "invalid go version '<version>': must match format",
      'requires go >= <version> (running go',
      'note: module requires Go <version>',
      'go: errors parsing go.mod: … unknown directive: toolchain',
      'unknown block type: tool',
    ],
    cause: 'go.mod asks for a newer Go than the base image has.',
    cure: 'Take a base image with that version: `FROM golang:1.23`.',
    next: buildAgain,
    examples: [
      'go: go.mod requires go >= 1.23.0 (running go 1.21.13; GOTOOLCHAIN=local)',
      "go: errors parsing go.mod:\n/src/go.mod:3: invalid go version '1.22.1': must match format 1.23",
      'note: module requires Go 1.22',
    ],
  }),
  defineFailure({
    id: 'go-package-missing',
    phase: inBuild,
    about: 'lock-file',
    when: [
      'no required module provides package <word>',
      'missing go.sum entry for',
      'missing go.sum entry',
      'package <word> is not in std',
      'package <word> is not in GOROOT',
      'no Go files in',
      'go: updates to go.mod needed',
      'go: inconsistent vendoring',
    ],
    cause: 'Go does not find a package: go.mod and go.sum do not name it, or its source was not copied.',
    cure: 'Run `go mod tidy` on your machine, and COPY go.mod, go.sum and the source.',
    next: 'go mod tidy',
    examples: [
      'main.go:5:2: no required module provides package github.com/go-chi/chi/v5; to add it:\n\tgo get github.com/go-chi/chi/v5',
      'main.go:6:2: missing go.sum entry for module providing package github.com/lib/pq',
      'main.go:4:2: package shop/internal/db is not in std (/usr/local/go/src/shop/internal/db)',
      'no Go files in /src',
      'go: updates to go.mod needed; to update it:\n\tgo mod tidy',
    ],
  }),
];
