import type { Mistake } from './server-mutations.ts';
import type { WrittenDockerfile, WrittenInstruction } from './written-dockerfile.ts';

/** What everybody does wrong once with the toolchains that a lesson's own answer is made with. Empty where it has none that is known. */
export const classicMistakes = (dockerfile: WrittenDockerfile): readonly Mistake[] =>
  nodeMistakes(dockerfile);

function nodeMistakes(dockerfile: WrittenDockerfile): readonly Mistake[] {
  const { instructions } = dockerfile;
  const changed = (
    what: string,
    which: (instruction: WrittenInstruction) => boolean,
    change: (text: string) => string,
  ): readonly Mistake[] => {
    const one = instructions.find((each) => which(each) && change(each.text) !== each.text);
    return one === undefined ? [] : [{ what, text: dockerfile.replaced(one, change(one.text)) }];
  };
  const copies = ({ keyword }: WrittenInstruction): boolean => keyword === 'COPY';
  const installs = instructions.some(({ keyword, text }) => keyword === 'RUN' && /\bnpm ci\b/.test(text));
  const builds = instructions.filter(({ text }) => /^RUN npm run [\w:-]+$/.test(text));
  return [
    ...(installs
      ? changed('npm ci without its lock file', copies, (text) =>
          text.replace(/ package-lock\.json\b/, '').replace(' package*.json ', ' package.json '),
        )
      : []),
    ...(builds.length === 0 ? [] : [{ what: 'without npm run', text: dockerfile.without(builds) }]),
    ...(builds.length === 0
      ? []
      : changed(
          'the built files of another folder',
          ({ keyword, text }) => keyword === 'COPY' && text.includes('--from='),
          (text) => text.replace(/\/(?:dist|build|out)(?=[\s/])/, '/no-such-folder'),
        )),
  ];
}
