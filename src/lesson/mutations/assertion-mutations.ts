import type { TranslatableText } from '../../wording/wording.ts';
import type { Assertion, AssertionOf } from '../manifest/assertions.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { called } from './mistake-names.ts';
import { answerMistakes, isScratch, listenMistakes, type Mistake, stopMistakes } from './server-mutations.ts';
import type { WrittenDockerfile, WrittenInstruction } from './written-dockerfile.ts';

const nameOf = (path: string): string => path.split('/').findLast((part) => part !== '') ?? '';

/** The known ways to violate an assertion by changing a lesson's own answer. Empty where none is known. */
export function mutationsOf(
  assertion: Assertion,
  dockerfile: WrittenDockerfile,
  manifest: Manifest,
): readonly Mistake[] {
  const { instructions, lastStage } = dockerfile;
  const final = instructions.filter(({ stage }) => stage === lastStage);
  const all = (...keywords: readonly string[]) => final.filter(({ keyword }) => keywords.includes(keyword));
  const leftOut = (
    part: string,
    these: readonly WrittenInstruction[],
    what = called('without', { what: part }),
  ): readonly Mistake[] => (these.length === 0 ? [] : [{ what, text: dockerfile.without(these) }]);
  switch (assertion.assert) {
    case 'file':
      return fileMistakes(assertion, dockerfile, final);
    case 'step':
      return stepMistakes(assertion, dockerfile);
    case 'copies':
      return leftOut(
        assertion.path,
        all('COPY', 'ADD').filter(({ text }) => text.includes(assertion.path)),
        called('without-copy', { path: assertion.path }),
      );
    case 'base':
      return baseMistakes(assertion, dockerfile, manifest);
    case 'user':
      return [
        ...leftOut('USER', all('USER')),
        { what: called('as-root'), text: dockerfile.ending('USER root') },
      ];
    case 'workdir': {
      const last = all('WORKDIR').at(-1);
      return last === undefined
        ? []
        : [
            ...leftOut('WORKDIR', [last]),
            { what: called('other-folder'), text: dockerfile.ending('WORKDIR /elsewhere') },
          ];
    }
    case 'environment': {
      const set = all('ENV').filter(({ text }) => text.includes(assertion.name));
      const other =
        assertion.value === undefined
          ? []
          : [{ what: called('other-value'), text: dockerfile.ending(`ENV ${assertion.name}=other`) }];
      return [...leftOut(`ENV ${assertion.name}`, set), ...other];
    }
    case 'start':
      return startMistakes(assertion, dockerfile, all('ENTRYPOINT', 'CMD'));
    case 'exposes':
      return leftOut('EXPOSE', all('EXPOSE'));
    case 'listens':
      return listenMistakes(dockerfile, all('ENTRYPOINT', 'CMD', 'ENV'), manifest.port);
    case 'answers':
      return answerMistakes(dockerfile, final, manifest);
    case 'stops':
      return stopMistakes(dockerfile, final);
    default:
      return [];
  }
}

function fileMistakes(
  { path, absent, executable }: AssertionOf<'file'>,
  dockerfile: WrittenDockerfile,
  final: readonly WrittenInstruction[],
): readonly Mistake[] {
  const last = final.findLast(({ keyword }) => /^(?:COPY|ADD|RUN|FROM)$/.test(keyword));
  const byCommand = (what: TranslatableText, command: string): readonly Mistake[] =>
    last === undefined || isScratch(final) ? [] : [{ what, text: dockerfile.after(last, `RUN ${command}`) }];
  if (absent) return byCommand(called('added', { path }), `mkdir -p ${path}`);
  const bringing = final.filter(
    ({ keyword, text }) =>
      /^(?:COPY|ADD)$/.test(keyword) &&
      (text.includes(nameOf(path)) ||
        path.split('/').some((part) => part !== '' && text.includes(`${part} `))),
  );
  const missing =
    bringing.length > 0
      ? [{ what: called('without', { what: path }), text: dockerfile.without(bringing) }]
      : byCommand(called('without', { what: path }), `rm -rf ${path}`);
  if (!executable) return missing;
  const modes = final.filter(({ text }) => /\bchmod\b/.test(text) && text.includes(nameOf(path)));
  const what = called('not-executable', { path });
  const flagged = modes.find(({ keyword }) => keyword !== 'RUN');
  if (flagged !== undefined)
    return [
      ...missing,
      { what, text: dockerfile.replaced(flagged, flagged.text.replace(/ --chmod=\S+/, ' --chmod=644')) },
    ];
  return [
    ...missing,
    ...(modes.length > 0
      ? [{ what, text: dockerfile.without(modes) }]
      : byCommand(what, `chmod a-x ${path}`)),
  ];
}

function stepMistakes(assertion: AssertionOf<'step'>, dockerfile: WrittenDockerfile): readonly Mistake[] {
  const { runs } = assertion;
  const [first = ''] = runs.split(' ');
  const step = dockerfile.instructions.find(
    ({ keyword, text }) =>
      keyword === 'RUN' &&
      runs.split(' ').every((word) => text.includes(word)) &&
      assertion.with.every((word) => text.includes(word)),
  );
  if (step === undefined) return [];
  const mistakes: Mistake[] = [{ what: called('without', { what: runs }), text: dockerfile.without([step]) }];
  const [word] = assertion.with;
  // Replaced by a word that the command does not know, because without the word the command may still work.
  if (word !== undefined && word !== first && !word.startsWith('-r'))
    mistakes.push({
      what: called('part-lacks', { what: runs, part: word }),
      text: dockerfile.replaced(step, step.text.replace(` ${word}`, '')),
    });
  const copy = dockerfile.instructions.find(
    ({ keyword, text, stage }) =>
      keyword === 'COPY' &&
      stage === step.stage &&
      assertion.after.some((file) => text.includes(nameOf(file))),
  );
  if (copy !== undefined)
    mistakes.push({ what: called('too-early', { what: runs }), text: dockerfile.moved(copy, step) });
  if (assertion.independentOf.length > 0)
    mistakes.push({
      what: called('after-code', { what: runs }),
      text: dockerfile.before(step, 'COPY . .'),
    });
  return mistakes;
}

function baseMistakes(
  { stage, image }: AssertionOf<'base'>,
  dockerfile: WrittenDockerfile,
  { baseImages }: Manifest,
): readonly Mistake[] {
  const froms = dockerfile.instructions.filter(({ keyword }) => keyword === 'FROM');
  const from = stage === 'first' ? froms[0] : froms.at(-1);
  const [written] = (froms[0]?.text ?? '').split(' ').slice(1);
  const other = [written, ...baseImages].find((each) => each !== undefined && !each.startsWith(image));
  if (from === undefined || other === undefined) return [];
  return [
    {
      what: called('other-base', { image: other }),
      text: dockerfile.replaced(from, from.text.replace(/^FROM \S+/, `FROM ${other}`)),
    },
  ];
}

function startMistakes(
  { form, command }: AssertionOf<'start'>,
  dockerfile: WrittenDockerfile,
  starts: readonly WrittenInstruction[],
): readonly Mistake[] {
  if (starts.length === 0) return [];
  const [one] = starts;
  const words = /^[^[]*\[(.*)\]/.exec(one?.text ?? '')?.[1];
  const shell = words
    ?.split(',')
    .map((word) => word.trim().replaceAll('"', ''))
    .join(' ');
  const mistakes: Mistake[] = [{ what: called('without-start'), text: dockerfile.without(starts) }];
  if (form === 'exec' && one !== undefined && shell !== undefined)
    mistakes.push({
      what: called('in-shell'),
      text: dockerfile.replaced(one, `${one.keyword} ${shell}`),
    });
  if (command !== undefined && one !== undefined)
    mistakes.push({
      what: called('other-program'),
      text: dockerfile.replaced(one, `${one.keyword} ["/no/such"]`),
    });
  if (one !== undefined && words !== undefined)
    mistakes.push({
      what: called('single-quotes'),
      text: dockerfile.replaced(one, one.text.replaceAll('"', "'")),
    });
  return mistakes;
}
