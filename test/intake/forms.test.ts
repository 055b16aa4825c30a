import { describe, expect, test } from '@jest/globals';
import { readForm } from '../../src/intake/read-message.ts';
import { dockerfile, fence, script } from './short-files.ts';
import { lessonFiles } from './wrappings.ts';

describe('form fields', () => {
  test('recognises a different file than the field asks for', () => {
    expect(readForm({ dockerfile: script, entrypoint: '' }, []).files).toEqual({ 'entrypoint.sh': script });
  });

  test('removes a code fence', () => {
    expect(readForm({ dockerfile: fence(dockerfile, 'dockerfile') }, []).files).toEqual({
      Dockerfile: dockerfile,
    });
  });

  test('trusts the field about ambiguous content', () => {
    expect(readForm({ dockerignore: 'data' }, []).files).toEqual({ '.dockerignore': 'data\n' });
  });
});

describe('forms with whole files', () => {
  const { Dockerfile: dockerfile, 'entrypoint.sh': script, '.dockerignore': ignore } = lessonFiles;

  test('trusts a field about its file unless the content is clearly another one', () => {
    expect(readForm({ dockerfile, dockerignore: ignore, entrypoint: script }, []).files).toEqual(lessonFiles);
    expect(readForm({ dockerfile: `${dockerfile}\n${script}\n${ignore}` }, []).files).toEqual(lessonFiles);
    expect(readForm({ entrypoint: dockerfile }, []).files).toEqual({ Dockerfile: dockerfile });
    expect(readForm({ entrypoint: 'python manage.py runserver' }, []).files).toEqual({
      'entrypoint.sh': 'python manage.py runserver\n',
    });
    expect(readForm({ dockerignore: 'data' }, []).files).toEqual({ '.dockerignore': 'data\n' });
  });

  test('takes a Dockerfile without FROM for a fragment', () => {
    expect(readForm({ dockerfile: 'RUN uv sync --frozen' }, [])).toMatchObject({
      kind: 'fragment',
      files: {},
    });
  });
});
