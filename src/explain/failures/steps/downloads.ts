import { defineFailure, type Failure, inBuild } from '../failure.ts';
import { buildAgain } from '../next.ts';

/** Lines that stand around what a step of a build printed. */
const ofBuild = [
  'did not complete successfully',
  'returned a non-zero code',
  '[<step…>] RUN',
  'RUN curl',
  'RUN wget',
  'RUN apt-get',
];

/** What goes wrong where a step fetches a file by itself. */
export const downloadFailures: readonly Failure[] = [
  defineFailure({
    id: 'certificate-not-trusted',
    underlying: true,
    phase: inBuild,
    about: 'package-lists',
    when: [
      'curl: (60)',
      'curl: (77)',
      'SSL certificate problem',
      'CERTIFICATE_VERIFY_FAILED',
      "ERROR: cannot verify <host>'s certificate",
      "ERROR: The certificate of '<host>' is not trusted",
      'server certificate verification failed. CAfile',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'Certificate verification failed: The certificate is NOT trusted',
      'invalid peer certificate: <said…>',
    ],
    cause:
      'A program could not make sure which server answers: a slim image has no list of certificates, or a proxy of the network shows one of its own.',
    cure: 'Install `ca-certificates` with apt-get in the step before. In the network of a company or school, ask for its certificate, or try another network.',
    next: buildAgain,
    examples: [
      'curl: (60) SSL certificate problem: unable to get local issuer certificate',
      'curl: (77) error setting certificate file: /etc/ssl/certs/ca-certificates.crt',
      'ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1006)',
      "ERROR: cannot verify files.example's certificate, issued by 'CN=Proxy':",
      "fatal: unable to access 'https://git.example/a.git/': server certificate verification failed. CAfile: none CRLfile: none",
      'npm error code SELF_SIGNED_CERT_IN_CHAIN',
      'error: Failed to fetch: `https://packages.example/simple/django/`\n  Caused by: client error (Connect)\n  Caused by: invalid peer certificate: UnknownIssuer',
    ],
  }),
  defineFailure({
    id: 'download-not-found',
    phase: inBuild,
    about: 'run',
    when: [
      'curl: (22) The requested URL returned error: <code>',
      'ERROR 404: Not Found',
      '^404: Not Found.',
      '^403: Forbidden.',
      'ERROR 403: Forbidden',
      'HTTP request sent, awaiting response... 404',
      'HTTP request sent, awaiting response... 403',
      'wget: server returned error: HTTP/1.1 <code>',
      'failed to load cache key: invalid response status <code>',
      'ADD failed: failed to GET <address> with status <code>',
    ],
    cause: 'The server has no file at the address that this step fetches, or does not give it away.',
    cure: 'Open the address in your browser: check its spelling, the version in it, and whether it needs a login.',
    next: buildAgain,
    examples: [
      'curl: (22) The requested URL returned error: 404',
      '2026-10-01 10:00:00 ERROR 404: Not Found.',
      'wget: server returned error: HTTP/1.1 404 Not Found',
      'ERROR: failed to solve: failed to load cache key: invalid response status 404',
    ],
  }),
  defineFailure({
    id: 'download-host-unknown',
    phase: 'build',
    about: 'dns',
    when: ["unable to resolve host address '<host>'", "wget: bad address '<host>'"],
    among: {
      lines: ofBuild,
      when: ['curl: (6)', 'Could not resolve host: <host>', 'curl: (7)', 'curl: (28)'],
    },
    cause:
      'The step could not reach the server: while an image is built there is no network, or the name in the address is wrong.',
    cure: 'Check the address. If it is right, try another network, switch a VPN off, and restart Docker.',
    next: buildAgain,
    examples: [
      "wget: unable to resolve host address 'files.example'",
      "wget: bad address 'files.example'",
      '#8 [4/7] RUN curl -LsSf https://files.example/install.sh | sh\n#8 5.1 curl: (6) Could not resolve host: files.example\n#8 ERROR: process "/bin/sh -c curl -LsSf https://files.example/install.sh | sh" did not complete successfully: exit code: 6',
    ],
  }),
  defineFailure({
    id: 'archive-damaged',
    phase: inBuild,
    about: 'run',
    when: [
      'not in gzip format',
      'This does not look like a tar archive',
      'End-of-central-directory signature not found',
      'unexpected end of file … gzip',
      'gzip: <word>: unexpected end of file',
      'xz: <word>: File format not recognized',
      'File is not a zip file',
      'Unexpected EOF in archive',
      'unrecognized archive format',
    ],
    cause:
      'What should be unpacked is no archive of that kind: often an error page was downloaded in its place.',
    cure: 'Look at its first lines. With curl, `-fL` follows redirects and fails where the server has no such file.',
    next: buildAgain,
    examples: [
      'gzip: stdin: not in gzip format\ntar: Child returned status 1\ntar: Error is not recoverable: exiting now',
      'tar: This does not look like a tar archive',
      'End-of-central-directory signature not found.  Either this file is not a zipfile',
      'zipfile.BadZipFile: File is not a zip file',
    ],
  }),
];
