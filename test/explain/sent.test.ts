import { describe, expect, test } from '@jest/globals';
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
