import { describe, expect, test } from '@jest/globals';
import { explainOutput } from '../../src/explain/explain.ts';
import { explainSent, terminalText } from '../../src/explain/sent.ts';

const output = '#9 0.3 /bin/sh: 1: uv: not found\r\n';
const littleEndian = Buffer.from(output, 'utf16le');
const bigEndian = Buffer.from(output, 'utf16le').swap16();
const files: readonly (readonly [string, Buffer])[] = [
  ['UTF-8', Buffer.from(output)],
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${output}`)],
  ['UTF-16 with a mark, as PowerShell’s > writes it', Buffer.from(`\uFEFF${output}`, 'utf16le')],
  ['UTF-16 without a mark', littleEndian],
  ['UTF-16 of big-endian machines, with a mark', Buffer.concat([Buffer.from([0xfe, 0xff]), bigEndian])],
  ['UTF-16 of big-endian machines, without a mark', bigEndian],
];

describe('an attached log', () => {
  test.each(files)('reads an attached log in %s', (_, bytes) => {
    expect(
      explainSent({ text: 'help', files: [{ name: 'build.log', base64: bytes.toString('base64') }] }),
    ).toMatchObject({ kind: 'error', id: 'uv-missing', decisive: { text: '/bin/sh: 1: uv: not found' } });
  });

  test('finds no text in a picture', () => {
    expect(terminalText('shot.png', Buffer.from('\x89PNG\r\n\x1a\n\0\0', 'latin1'))).toBe('');
  });
});

describe('a sentence that only has words of an error', () => {
  test.each([
    'should I worry that the port is already allocated to another group?',
    'yesterday docker was killed by my cat',
    'my permission denied joke was funny',
    'hier mon port is already allocated t-shirt est arrivé',
    'My band is called connection refused',
  ])('%j is none', (text) => {
    expect(explainOutput(text).kind).toBe('unknown');
  });

  test.each([
    'why is permission denied in my container',
    'I get permission denied',
    "j'ai permission denied sur mon entrypoint",
    'my container says: permission denied',
  ])('%j reports an error', (text) => {
    expect(explainOutput(text)).toMatchObject({ kind: 'error', id: 'permission-denied' });
  });

  test.each([
    'RUN test -f uv.lock || (echo "uv: not found" && exit 1)',
    'FROM python:3.12\nRUN echo "permission denied" && exit 1',
    'CMD ["sh", "-c", "echo port is already allocated"]',
  ])('the Dockerfile %j prints none', (text) => {
    expect(explainOutput(text).kind).toBe('unknown');
  });
});
