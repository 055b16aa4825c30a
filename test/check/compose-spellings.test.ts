import { describe, expect, test } from '@jest/globals';
import { readCompose } from '../../src/check/compose/read-compose.ts';
import { refusedParts } from '../../src/check/compose/sandbox-policy.ts';
import { isUnderstood } from '../../src/check/compose/understood.ts';

const web = (lines: string) => readCompose('compose.yaml', `services:\n  web:\n    image: i\n${lines}`, {});
const port = (written: string) => web(`    ports: [${written}]\n`).services[0]?.ports[0]?.target ?? null;

/** The output of `docker compose config` for each. */
describe('spellings of a Compose file, each as Compose takes it', () => {
  test.each([
    ['"8000:80"', 80],
    ['"8000:80/TCP"', 80],
    ['"8000-8001:80"', 80],
    ['"8000-8001:80-81"', 80],
    ['"08000:080"', 80],
    ['":80"', 80],
    ['"127.0.0.1::80"', 80],
    ['"0:80"', 80],
    ['"[::1]:8000:80"', 80],
    ['8000:80/sctp', 80],
    ['8_0', 80],
    ['"8000: 80"', null],
    ['"8000 :80"', null],
    ['" 8000:80"', null],
    ['"8000:80 "', null],
    ['"8000:80/http"', null],
    ['"8000:80-81"', null],
    ['"70000:80"', null],
    ['"8000:"', null],
    ['"localhost:8000:80"', null],
    ['"::1:8000:80"', null],
    ['"8000:80,8001:81"', null],
    ['"+8000:80"', null],
    ['0x1f40:80', null],
  ])('reads the port %s as %j', (written, target) => {
    expect(port(written)).toBe(target);
  });

  test.each([
    ['0123', '83'],
    ['0o17', '15'],
    ['1_000', '1000'],
    ['0b11', '3'],
    ['+5', '5'],
    ['1.50', '1.5'],
    ['"0123"', '0123'],
    ['!!str 0123', '0123'],
    ['089', '89'],
    ['12:30:45', '12:30:45'],
    ['"2024-01-02"', '2024-01-02'],
    ['20240102', '20240102'],
    ['on', 'on'],
  ])('gives a variable the value of %s: %s', (written, value) => {
    const file = web(`    environment:\n      A: ${written}\n`);
    expect(file.services[0]?.environment[0]?.value).toBe(value);
  });

  test.each([
    ['a date', '    environment:\n      DAY: 2024-01-02\n', 'date', 5],
    ['a time of a day', '    labels:\n      at: 2024-1-2 10:00:00\n', 'date', 5],
    ['a merge of what has no name', '    <<: *absent\n', 'alias', 4],
    ['a list of merges, one without a name', '    <<: [*absent]\n', 'alias', 4],
    ['a merge of a text', '    <<: text\n', 'merge', 4],
    ['a second document', '---\nservices:\n  other:\n    image: i\n    privileged: true\n', 'documents', 4],
  ])('does not read %s', (_, lines, key, line) => {
    expect(web(lines).yamlProblems[0]).toMatchObject({ key, line });
  });

  test('a date that only an extension has is none of Compose’s values', () => {
    expect(
      readCompose('compose.yaml', 'x-made: 2024-01-02\nservices: { a: { image: i } }\n', {}).yamlProblems,
    ).toEqual([]);
  });

  test('two containers of one name are not read', () => {
    const file = web('    container_name: one\n  db:\n    image: i\n    container_name: one\n');
    expect(file.schemaProblems).toMatchObject([{ kind: 'same-name', what: 'one', line: 7 }]);
  });

  test('what is linked is started before, once, and is carried out where it has no other name', () => {
    const linked = web('    links: [db]\n');
    expect(linked.services[0]?.dependsOn).toMatchObject([
      { service: 'db', condition: 'service_started', line: 4 },
    ]);
    expect(refusedParts(linked)).toEqual([]);
    expect(
      web('    links: [db]\n    depends_on: { db: { condition: service_healthy } }\n').services[0]?.dependsOn,
    ).toMatchObject([{ condition: 'service_healthy' }]);
    expect(refusedParts(web('    links: ["db:other"]\n'))).toMatchObject([{ what: 'links', line: 4 }]);
  });

  test.each([
    ['logging: { driver: json-file, options: { max-size: 10m } }', true],
    ['logging: { driver: syslog }', false],
    ['mem_limit: 256m', true],
    ['mem_limit: 4m', false],
    ['mem_limit: 96m', false],
    ['shm_size: 256mb', true],
    ['shm_size: 64mb', false],
    ['deploy: { resources: { limits: { cpus: "0.5", memory: 256M } } }', true],
    ['deploy: { resources: { limits: { memory: 4M } } }', false],
    ['deploy: { replicas: 1 }', true],
    ['deploy: { replicas: 2 }', false],
    ['scale: 1', true],
    ['scale: 2', false],
    ['ulimits: { nofile: 65536 }', true],
    ['ulimits: { nofile: { soft: 20000, hard: 40000 } }', true],
    ['ulimits: { nproc: 1 }', false],
    ['develop: { watch: [{ action: sync, path: ., target: /app }] }', true],
    ['links: [db]', true],
  ])('%s: understood is %j', (line, understood) => {
    expect(isUnderstood(web(`    ${line}\n`).value, 'web')).toBe(understood);
  });
});
