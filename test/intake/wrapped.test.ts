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
  type Name,
  noFiles,
  numberings,
  prompts,
} from './wrappings.ts';

/** What was read otherwise than it was meant: all of it at once, so that a kind is seen and not a case. */
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
/** A file whose own lines are all of one kind needs no fence to be known. */
const bare = all.filter(({ text }) => !text.includes('RUNN'));

describe('a file comes back as it is', () => {
  test('whatever stands beside its fence', () => {
    const cases = all.flatMap(({ what, name, text, files: meant }) =>
      Object.entries(fences(name)).map(([way, wrap]) => ({
        what: `${what}, ${way}`,
        text: wrap(text),
        files: meant,
      })),
    );
    expect(misread(cases)).toEqual([]);
  });

  test('whatever marks its lines have', () => {
    const cases = bare.flatMap(({ what, text, files: meant }) =>
      Object.entries(marks).map(([way, wrap]) => ({
        what: `${what}, ${way}`,
        text: wrap(text),
        files: meant,
      })),
    );
    expect(misread(cases)).toEqual([]);
  });

  test('whatever an editor or a tool puts before its lines', () => {
    const cases = all.flatMap(({ what, text, files: meant }) =>
      Object.entries(numberings).map(([way, wrap]) => ({
        what: `${what}, ${way}`,
        text: `\`\`\`\n${wrap(text)}\n\`\`\``,
        files: meant,
      })),
    );
    expect(misread(cases)).toEqual([]);
  });

  test('whatever shell it was printed in', () => {
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

  test('whatever is said above and below it', () => {
    const cases = bare.flatMap(({ what, text, files: meant }) =>
      before.flatMap((above) =>
        after.flatMap((below) => [
          { what: `${what}, unfenced`, text: `${above}\n${text}\n${below}`, files: meant },
          { what: `${what}, fenced`, text: `${above}\n\`\`\`\n${text}\`\`\`\n${below}`, files: meant },
        ]),
      ),
    );
    expect(misread(cases)).toEqual([]);
  });

  test('when a command writes it', () => {
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

  test('with a remark in the middle of it', () => {
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

describe('ways taken together', () => {
  const pick = <T>(values: Readonly<Record<string, T>>) => fc.constantFrom(...Object.entries(values));
  const plain: readonly [string, (text: string) => string] = ['as it is', (text) => text];

  test('bring a file back, too', () => {
    const cases = fc
      .record({
        file: fc.constantFrom(...bare),
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
        // Nobody writes the label before the mark or the prompt of a first line.
        fc.pre(!(way.includes('one line') && (marked !== 'as it is' || prompt !== null)));
        const { file, quoted, windows, above, below } = chosen;
        // Numbers are put before a prompt's line as well by nobody, and a diff shows no prompt.
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

describe('several files come back as they are', () => {
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

  test('in one fence or in none, whatever heads them', () => {
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

  test('each in its own fence, whatever heads them', () => {
    const cases = Object.entries(headings).flatMap(([way, head]) =>
      orders.map((order) => ({
        what: `${way}, ${order.join()}`,
        text: order.map((name) => `${head(name)}\n\`\`\`\n${lessonFiles[name]}\`\`\``).join('\n'),
        files: meant(order),
      })),
    );
    expect(misread(cases)).toEqual([]);
  });

  test('with nothing but a line, or nothing at all, between them', () => {
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

describe('what is no file', () => {
  test.each(noFiles)('is a %s: %s', (kind, text) => {
    expect(readMessage({ text, files: [] })).toMatchObject({ kind, files: {} });
    expect(readMessage({ text: `${text}\n`, files: [] })).toMatchObject({ files: {} });
    expect(readForm({ dockerfile: text }, []).files).toEqual({});
  });

  test.each(noFiles.filter(([kind]) => kind === 'error' || kind === 'command'))(
    'is a %s in a fence, too: %s',
    (kind, text) => {
      expect(readMessage({ text: `\`\`\`\n${text}\n\`\`\``, files: [] })).toMatchObject({ kind, files: {} });
      expect(readMessage({ text: `I get this\n\`\`\`bash\n${text}\n\`\`\``, files: [] })).toMatchObject({
        files: {},
      });
      expect(readMessage({ text: '', files: [{ name: 'message.txt', text }] })).toMatchObject({ files: {} });
    },
  );
});
