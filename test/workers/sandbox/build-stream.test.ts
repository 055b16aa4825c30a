import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { describe, expect, test } from '@jest/globals';
import { lineOfStep, planSteps, readStepName } from '../../../workers/sandbox/build/step-lines.ts';
import { decodeTrace } from '../../../workers/sandbox/build/trace.ts';
import { parseListeners } from '../../../workers/sandbox/containers/listeners.ts';
import { LogDemultiplexer } from '../../../workers/sandbox/engine/demultiplex.ts';
import { jsonLines } from '../../../workers/sandbox/engine/json-lines.ts';

describe('the trace of a build', () => {
  const at = (writer: BinaryWriter, field: number, seconds: number) =>
    writer.tag(field, 2).fork().tag(1, 0).int64(seconds).tag(2, 0).int32(500_000_000).join();

  test('a trace is decoded, with logs as bytes and unknown fields skipped', () => {
    const writer = new BinaryWriter();
    writer.tag(1, 2).fork().tag(1, 2).string('sha256:a').tag(3, 2).string('[2/3] RUN x').tag(4, 0).bool(true);
    at(writer, 5, 10);
    at(writer, 6, 12);
    writer
      .tag(7, 2)
      .string('exit code: 1')
      .tag(8, 2)
      .fork()
      .tag(1, 2)
      .string('group')
      .join()
      .tag(99, 0)
      .int32(5)
      .join();
    writer
      .tag(3, 2)
      .fork()
      .tag(1, 2)
      .string('sha256:a')
      .tag(3, 0)
      .int64(1)
      .tag(4, 2)
      .bytes(Buffer.from([0xff, 0x41]))
      .join();
    writer.tag(42, 2).string('of the future');
    const { vertexes, logs } = decodeTrace(writer.finish());
    expect(vertexes).toEqual([
      {
        digest: 'sha256:a',
        name: '[2/3] RUN x',
        cached: true,
        started: 10_500,
        completed: 12_500,
        error: 'exit code: 1',
      },
    ]);
    expect(logs).toEqual([{ vertex: 'sha256:a', bytes: new Uint8Array([0xff, 0x41]) }]);
  });

  test('a trace is refused when it is something else', () => {
    expect(() => decodeTrace(Buffer.from('this is no protobuf at all'))).toThrow();
  });
});

describe('a step has its line', () => {
  const dockerfile = [
    '# syntax=docker/dockerfile:1', // 1
    'ARG V=3.11', // 2
    'FROM python:$V AS Base', // 3
    'ENV A=1', // 4
    'RUN echo one && \\', // 5
    '  echo two', // 6
    'FROM base', // 7
    'WORKDIR /app', // 8
    'RUN echo same', // 9
    'RUN echo same', // 10
  ].join('\n');
  const plan = planSteps(dockerfile);
  const line = (name: string) => {
    const step = readStepName(name);
    return step === null ? 'no step' : lineOfStep(step, plan);
  };

  test.each([
    ['[base 1/2] FROM docker.io/library/python:3.11', 3],
    ['[base 2/2] RUN echo one &&   echo two', 5],
    ['[stage-1 1/3] WORKDIR /app', 8],
    ['[stage-1 2/3] RUN echo same', 9],
    ['[stage-1 3/3] RUN echo same', 10],
    ['[linux/amd64 stage-1 3/3] RUN echo same', 10],
    ['[internal] load build definition from Dockerfile', 'no step'],
    ['exporting to image', 'no step'],
    ['[stage-7 1/1] COPY a b', null],
  ])('finds the line of %s', (name, expected) => expect(line(name)).toBe(expected));
});

describe('streams of the engine', () => {
  async function* chunks(...parts: readonly string[]) {
    for (const part of parts) yield Buffer.from(part);
  }
  const all = async (stream: AsyncIterable<unknown>) => {
    const values: unknown[] = [];
    for await (const value of stream) values.push(value);
    return values;
  };

  test('JSON by the line is read however it is cut, junk left out', async () => {
    const stream = chunks('{"a":', '1}\n{"b":2}\nno json\n\n{"c"', ':3}');
    expect(await all(jsonLines(stream))).toEqual([{ a: 1 }, { b: 2 }, { c: 3 }]);
  });

  test('drop a line that is too long and go on', async () => {
    const stream = chunks(`{"a":"${'x'.repeat(90)}`, 'x'.repeat(90), '"}\n{"b":2}\n');
    let dropped = 0;
    const bounds = {
      most: 100,
      dropped: (bytes: number): void => {
        dropped += bytes;
      },
    };
    expect(await all(jsonLines(stream, bounds))).toEqual([{ b: 2 }]);
    // Nearly all of it: its last chunk ends the line.
    expect(dropped).toBeGreaterThan(100);
  });

  test('a container’s stream is split into its payload, byte by byte too', () => {
    const frame = (text: string) =>
      Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, text.length]), Buffer.from(text)]);
    const stream = Buffer.concat([frame('hello '), frame(''), frame('world')]);
    for (const size of [1, 3, 7, 100]) {
      let text = '';
      const frames = new LogDemultiplexer((payload) => {
        text += Buffer.from(payload).toString();
      });
      for (let at = 0; at < stream.length; at += size) frames.add(stream.subarray(at, at + size));
      expect(text).toBe('hello world');
    }
  });
});

test('what listens is read from the kernel’s table', () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F40 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1
   1: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2 1
   2: 0100007F:1F40 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 3 1
  sl  local_address                         remote_address                        st
   0: 00000000000000000000000001000000:0050 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 4
   1: 00000000000000000000000000000000:0051 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 5
   2: 0000000000000000FFFF00000100007F:0052 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 6`;
  expect(parseListeners(table)).toEqual([
    { port: 8000, on: 'loopback' },
    { port: 8080, on: 'outside' },
    { port: 80, on: 'loopback' },
    { port: 81, on: 'outside' },
    { port: 82, on: 'loopback' },
  ]);
});
