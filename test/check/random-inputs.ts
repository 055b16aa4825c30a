// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are Docker’s and the shell’s
/** Unlikely inputs generated from a seed: by a grammar, by breaking the lesson's answer, and byte by byte. */

/** A small random number generator (mulberry32), so that a seed gives the same inputs everywhere. */
export function seededRandom(start: number): (below: number) => number {
  let state = start | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

export type Random = ReturnType<typeof seededRandom>;
const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)] as T;

const instructions =
  'FROM RUN COPY ADD ENV ARG WORKDIR USER EXPOSE CMD ENTRYPOINT LABEL HEALTHCHECK SHELL STOPSIGNAL VOLUME ONBUILD MAINTAINER run Copy FORM'.split(
    ' ',
  );
const words =
  'python:3.11-slim scratch AS a b /app . ./ .. ../x /entrypoint.sh entrypoint.sh pyproject.toml uv.lock core core/ manage.py pip install uv sync --frozen --locked run python migrate runserver 0.0.0.0:8000 && || ; | & \\ > >> < << <<EOF EOF $X ${X} ${X:-y} ${X ${} $( ) ` " \' [ ] ["a","b"] [\'a\'] {a,b} # = A=1 A=$A --from=a --chmod=755 --mount=type=bind,target=. --mount=type=cache,target=/x chmod +x cd set -e exec if then fi while do done for in case esac true false [ -f x ] echo sh -c apt-get update -y 8000 8000:8000 8000/tcp ENV CMD *.py ** ? ~ ! \\n \u00a0 \u200b \ufeff \u0000 \ue000 é 💥'.split(
    ' ',
  );

function line(random: Random): string {
  const parts = Array.from({ length: random(9) }, () => pick(random, words));
  return `${pick(random, instructions)} ${parts.join(random(5) === 0 ? '' : ' ')}${random(6) === 0 ? ' \\' : ''}`;
}

const generated = (random: Random): string =>
  Array.from({ length: 1 + random(14) }, () => (random(12) === 0 ? '' : line(random))).join(
    random(8) === 0 ? '\r\n' : '\n',
  );

/** Cuts, duplicates and overwrites parts of a text. */
function broken(random: Random, text: string): string {
  let result = text;
  for (let turn = 0; turn <= random(4); turn += 1) {
    const at = random(result.length + 1);
    const length = random(20);
    switch (random(5)) {
      case 0:
        result = result.slice(0, at) + result.slice(at + length);
        break;
      case 1:
        result = result.slice(0, at) + result.slice(at, at + length).repeat(2) + result.slice(at + length);
        break;
      case 2:
        result = result.slice(0, at) + String.fromCharCode(random(256)) + result.slice(at + 1);
        break;
      case 3:
        result = result.slice(0, at) + pick(random, words) + result.slice(at);
        break;
      default:
        result = result.slice(0, at) + String.fromCharCode(random(0x1_0000)) + result.slice(at);
    }
  }
  return result;
}

const patterns = (random: Random): string =>
  Array.from({ length: random(6) }, () =>
    Array.from({ length: 1 + random(8) }, () =>
      pick(random, [...'ab*?[]!/.\\-^#', '**', 'core', 'uv.lock']),
    ).join(''),
  ).join('\n');

/** Random bytes, decoded as UTF-8. */
const bytes = (random: Random): string =>
  Buffer.from(Array.from({ length: random(400) }, () => random(256))).toString();

/** The files of one round. */
export function randomFiles(
  random: Random,
  answer: Readonly<Record<string, string>>,
): Record<string, string> {
  const dockerfile =
    random(40) === 0
      ? bytes(random)
      : random(2) === 0
        ? generated(random)
        : broken(random, answer.Dockerfile ?? '');
  const script =
    random(3) === 0
      ? generated(random).replace(/^\w+ /gm, '')
      : broken(random, answer['entrypoint.sh'] ?? '');
  return {
    Dockerfile: dockerfile,
    ...(random(4) > 0 ? { 'entrypoint.sh': script } : {}),
    ...(random(3) > 0
      ? {
          '.dockerignore': random(2) === 0 ? patterns(random) : broken(random, answer['.dockerignore'] ?? ''),
        }
      : {}),
  };
}
