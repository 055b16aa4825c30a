import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readForm, readMessage } from '../../src/intake/read-message.ts';
import {
  after,
  before,
  fences,
  files,
  headings,
  lessonFiles,
  marks,
  messagesWithoutFile,
  type Name,
  numberings,
  prompts,
} from './wrappings.ts';

/** All cases that were misread, so that a failure shows a pattern rather than a single case. */
function misread(
  cases: readonly {
    readonly what: string;
    readonly text: string;
    readonly files: Readonly<Record<string, string>>;
  }[],
): readonly string[] {
  return cases.flatMap(({ what, text, files: meant }) => {
    const { files: found } = readMessage({ text, files: [] });
    const same =
      Object.keys(meant).length === Object.keys(found).length &&
      Object.entries(meant).every(([path, each]) => found[path] === each);
    return same
      ? []
      : [`${what}: ${JSON.stringify(text.slice(0, 120))} → ${JSON.stringify(found).slice(0, 300)}`];
  });
}

const named = ({ name, text }: { readonly name: Name; readonly text: string }, n: number) => ({
  what: `${name} ${n}`,
  name,
  text,
  files: { [name]: text },
});
const all = files.map(named);
/** Files that can be recognised without a code block. */
const recognisable = all.filter(({ text }) => !text.includes('RUNN'));

describe('a file in a message', () => {
  test('recovers a file from a code block with any info string or surroundings', () => {
    const cases = all.flatMap(({ what, name, text, files: meant }) =>
      Object.entries(fences(name)).map(([way, wrap]) => ({
        what: `${what}, ${way}`,
        text: wrap(text),
        files: meant,
      })),
    );
    expect(misread(cases)).toEqual([]);
  });

  test('recovers a file whose lines are quoted, indented or in backticks', () => {
    const cases = recognisable.flatMap(({ what, text, files: meant }) =>
      Object.entries(marks).map(([way, wrap]) => ({
        what: `${what}, ${way}`,
        text: wrap(text),
        files: meant,
      })),
    );
    expect(misread(cases)).toEqual([]);
  });

  test('recovers a file with line numbers or other marks of an editor', () => {
    const cases = all.flatMap(({ what, text, files: meant }) =>
      Object.entries(numberings).map(([way, wrap]) => ({
        what: `${what}, ${way}`,
        text: `\`\`\`\n${wrap(text)}\n\`\`\``,
        files: meant,
      })),
    );
    expect(misread(cases)).toEqual([]);
  });

  test('recovers a file that was printed in a terminal', () => {
    const cases = all.flatMap(({ what, name, text, files: meant }) =>
      Object.entries(prompts(name)).flatMap(([way, line]) => [
        { what: `${what}, ${way}, fenced`, text: `\`\`\`\n${line}\n${text}\`\`\``, files: meant },
        { what: `${what}, ${way}`, text: `${line}\n${text}`, files: meant },
        {
          what: `${what}, ${way}, and the next prompt`,
          text: `\`\`\`console\n${line}\n${text}${line.replace(/(cat|type|Get-Content).*/, '')}\n\`\`\``,
          files: meant,
        },
      ]),
    );
    expect(misread(cases)).toEqual([]);
  });

  test('recovers a file from the prose around it', () => {
    const cases = recognisable.flatMap(({ what, text, files: meant }) =>
      before.flatMap((above) =>
        after.flatMap((below) => [
          { what: `${what}, unfenced`, text: `${above}\n${text}\n${below}`, files: meant },
          { what: `${what}, fenced`, text: `${above}\n\`\`\`\n${text}\`\`\`\n${below}`, files: meant },
        ]),
      ),
    );
    expect(misread(cases)).toEqual([]);
  });

  test('recovers a file from the command that writes it', () => {
    const cases = all
      .filter(({ text }) => !text.includes('EOF'))
      .flatMap(({ what, name, text, files: meant }) =>
        [`cat > ${name} <<'EOF'`, `cat <<EOF > backend/${name}`, `$ sudo tee ${name} <<"EOF"`].flatMap(
          (command) => [
            { what: `${what}, ${command}`, text: `\`\`\`bash\n${command}\n${text}EOF\n\`\`\``, files: meant },
            { what: `${what}, ${command}, unfenced`, text: `${command}\n${text}EOF`, files: meant },
          ],
        ),
      );
    expect(misread(cases)).toEqual([]);
  });

  test('recovers a file with a remark in the middle', () => {
    const { Dockerfile: text } = lessonFiles;
    const cut = text.indexOf('COPY . .');
    const remarks = [
      'I think this part is wrong:',
      'is this ok?',
      'here I am not sure',
      'et ça ?',
      'und das hier verstehe ich nicht:',
    ];
    const cases = remarks.map((remark) => ({
      what: remark,
      text: `${text.slice(0, cut)}${remark}\n${text.slice(cut)}`,
      files: { Dockerfile: text },
    }));
    expect(misread(cases)).toEqual([]);
  });
});

describe('a file wrapped several times', () => {
  const pick = <T>(values: Readonly<Record<string, T>>) => fc.constantFrom(...Object.entries(values));
  const plain: readonly [string, (text: string) => string] = ['unchanged', (text) => text];

  test('recovers the file from any combination of wrappings', () => {
    const cases = fc
      .record({
        file: fc.constantFrom(...recognisable),
        quoted: fc.boolean(),
        windows: fc.boolean(),
        above: fc.option(fc.constantFrom(...before)),
        below: fc.option(fc.constantFrom(...after)),
      })
      .chain((chosen) =>
        fc.record({
          chosen: fc.constant(chosen),
          way: pick(fences(chosen.file.name)),
          numbering: fc.oneof({ weight: 2, arbitrary: fc.constant(plain) }, pick(numberings)),
          prompt: fc.option(pick(prompts(chosen.file.name)), { freq: 2 }),
        }),
      );
    fc.assert(
      fc.property(cases, ({ chosen, way: [way, wrap], numbering: [marked, number], prompt }) => {
        // Nobody puts the language on the same line as a line number or a prompt.
        fc.pre(!(way.includes('one line') && (marked !== 'unchanged' || prompt !== null)));
        const { file, quoted, windows, above, below } = chosen;
        // Nobody numbers the line of a prompt, and a diff shows no prompt.
        const inner = prompt === null ? `${number(file.text)}\n` : `${prompt[1]}\n${file.text}`;
        const fenced = wrap(inner);
        const open = way === 'no end' || way.includes('all that follows');
        const text = [above, fenced, open ? null : below].filter((part) => part !== null).join('\n');
        const lines =
          quoted && !way.includes('quote')
            ? text
                .split('\n')
                .map((line) => `> ${line}`)
                .join('\n')
            : text;
        expect(
          readMessage({ text: windows ? lines.replaceAll(/\r?\n/g, '\r\n') : lines, files: [] }).files,
        ).toEqual(file.files);
      }),
      { numRuns: 1_500, seed: 20_261_128 },
    );
  });
});

describe('several files in a message', () => {
  const names = Object.keys(lessonFiles) as Name[];
  const orders: readonly (readonly Name[])[] = [
    names,
    [...names].reverse(),
    ['.dockerignore', 'Dockerfile'],
    ['entrypoint.sh', 'Dockerfile'],
    ['Dockerfile', '.dockerignore'],
  ];
  const meant = (order: readonly Name[]) =>
    Object.fromEntries(order.map((name) => [name, lessonFiles[name]]));
  const join = (order: readonly Name[], head: (name: Name) => string, gap: string) =>
    order.map((name) => `${head(name)}\n${lessonFiles[name]}`).join(gap);

  test('recovers files under any headings, in one code block or none', () => {
    const cases = Object.entries(headings).flatMap(([way, head]) =>
      orders.flatMap((order) =>
        ['', '\n', '\n\n'].flatMap((gap) => [
          { what: `${way}, ${order.join()}, unfenced`, text: join(order, head, gap), files: meant(order) },
          {
            what: `${way}, ${order.join()}, fenced`,
            text: `\`\`\`\n${join(order, head, gap)}\`\`\``,
            files: meant(order),
          },
        ]),
      ),
    );
    expect(misread(cases)).toEqual([]);
  });

  test('recovers files under any headings, each in its own code block', () => {
    const cases = Object.entries(headings).flatMap(([way, head]) =>
      orders.map((order) => ({
        what: `${way}, ${order.join()}`,
        text: order.map((name) => `${head(name)}\n\`\`\`\n${lessonFiles[name]}\`\`\``).join('\n'),
        files: meant(order),
      })),
    );
    expect(misread(cases)).toEqual([]);
  });

  test('recovers files with only a divider, or nothing, between them', () => {
    const cases = orders.flatMap((order) =>
      ['---', '===', '-----------', '***', ''].flatMap((line) => [
        {
          what: `${line}, ${order.join()}`,
          text: order.map((name) => lessonFiles[name]).join(`\n${line}\n`),
          files: meant(order),
        },
        {
          what: `${line}, ${order.join()}, fenced`,
          text: `\`\`\`\n${order.map((name) => lessonFiles[name]).join(`\n${line}\n`)}\`\`\``,
          files: meant(order),
        },
      ]),
    );
    expect(misread(cases)).toEqual([]);
  });
});

describe('messages without a file', () => {
  test.each(messagesWithoutFile)('recognises a message of kind %s: %s', (kind, text) => {
    expect(readMessage({ text, files: [] })).toMatchObject({ kind, files: {} });
    expect(readMessage({ text: `${text}\n`, files: [] })).toMatchObject({ files: {} });
    expect(readForm({ dockerfile: text }, []).files).toEqual({});
  });

  test.each(messagesWithoutFile.filter(([kind]) => kind === 'error' || kind === 'command'))(
    'recognises a message of kind %s in a code block: %s',
    (kind, text) => {
      expect(readMessage({ text: `\`\`\`\n${text}\n\`\`\``, files: [] })).toMatchObject({ kind, files: {} });
      expect(readMessage({ text: `I get this\n\`\`\`bash\n${text}\n\`\`\``, files: [] })).toMatchObject({
        files: {},
      });
      expect(readMessage({ text: '', files: [{ name: 'message.txt', text }] })).toMatchObject({ files: {} });
    },
  );
});
