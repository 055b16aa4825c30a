import type { Aim } from '../lesson/manifest.ts';
import { words } from '../wording/wording.ts';
import type { TodoResult } from './report.ts';
import { aimRules } from './rules/index.ts';
import type { Hit, View } from './rules/rule.ts';

const say = words('check-todos', {
  en: {
    'installer-available': 'uv is in the image before it is used.',
    'dependencies-copied-first': 'The dependency files are copied before your code, so the cache works.',
    'dependencies-installed': 'The dependencies are installed while the image is built.',
    'exact-versions': 'Exactly the versions of uv.lock are installed.',
    'project-directory': 'The container starts in the folder of manage.py.',
    'entrypoint-script': 'The start script is in the image, can be run, migrates and serves.',
    'entrypoint-used': 'The container starts by your script.',
    noDockerfile: 'I have not seen your Dockerfile. Send it too.',
    emptyDockerfile: 'There is no Dockerfile to judge this by.',
  },
});

/** Worst first: what is wrong has a line to look at, what is missing has none. */
const order = { wrong: 0, missing: 1, unknown: 2 } as const;

export interface Judged {
  readonly aim: Aim;
  readonly rule: string;
  readonly hit: Hit;
}

/** What the rules with an aim find. */
export function judgeAims(view: View): readonly Judged[] {
  return aimRules.flatMap((rule) => {
    const { aim } = rule;
    return aim === null ? [] : rule.find(view).map((hit) => ({ aim, rule: rule.id, hit }));
  });
}

/** The state of each TODO that the lesson's manifest names. */
export function judgeTodos(view: View, judged: readonly Judged[]): readonly TodoResult[] {
  return (view.manifest?.todos ?? []).map(({ n, aims, required }) => {
    const title = view.lesson.todos.find((todo) => todo.n === n)?.title ?? '';
    const base = { n, title, required };
    const mine = judged
      .filter(({ aim }) => aims.includes(aim))
      .toSorted((a, b) => order[a.hit.status ?? 'wrong'] - order[b.hit.status ?? 'wrong']);
    const [worst] = mine;
    const onlyScript =
      aims.includes('entrypoint-script') && worst !== undefined && worst.hit.file === view.names.entrypoint;
    if (!view.sent.dockerfile && !onlyScript) {
      const key = view.student.complete ? 'emptyDockerfile' : 'noDockerfile';
      return {
        ...base,
        status: view.student.complete ? 'missing' : 'unknown',
        rule: aims[0] ?? '',
        message: say.later(key),
        file: view.names.dockerfile,
        line: null,
      };
    }
    if (worst === undefined) {
      const [aim] = aims;
      return {
        ...base,
        status: 'done',
        rule: aim ?? '',
        message: aim === undefined ? say.later('noDockerfile') : say.later(aim),
        file: null,
        line: null,
      };
    }
    const { hit, rule } = worst;
    return {
      ...base,
      status: hit.status ?? 'wrong',
      rule,
      message: hit.message,
      file: hit.file,
      line: hit.line,
    };
  });
}
