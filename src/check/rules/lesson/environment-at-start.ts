import { quoted } from '../../dockerfile/text.ts';
import { eventsOf, placeOf } from '../queries.ts';
import { defineRule } from '../rule.ts';

const exampleAbove =
  'FROM python:3.11-slim\nWORKDIR /app\nRUN pip install uv\nCOPY pyproject.toml uv.lock ./\n';
const below =
  'COPY . .\nWORKDIR /app/core\nCOPY --chmod=755 entrypoint.sh /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]\n';

export const environmentAtStart = defineRule({
  id: 'EnvironmentAtStart',
  severity: 'warning',
  reads: 'where the packages were installed, and where uv run looks for them at start',
  texts: {
    title: 'The packages are where uv run looks for them',
    why: 'Where uv run finds no packages it installs them at each start. That works only as long as its cache is in the image, and it takes time.',
    found:
      'uv run finds no packages in {{folder}}, so it installs them there at every start, from what uv kept in the image. Let uv sync install into {{folder}} while the image is built.',
  },
  good: { Dockerfile: `${exampleAbove}RUN uv sync --frozen\n${below}` },
  bad: { Dockerfile: `${exampleAbove}RUN uv sync --frozen && rm -rf .venv\n${below}` },
  find: (context, report) =>
    eventsOf(context, 'environment-rebuilt')
      .slice(0, 1)
      .map((each) => ({ ...placeOf(each), message: report('found', { folder: quoted(each.folder) }) })),
});
