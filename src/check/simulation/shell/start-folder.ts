import type { Machine } from './machine.ts';

/** Whether the container starts in the folder of the project’s command. */
export function startsInProject({ stage, project }: Machine): boolean {
  const beside = stage.workdir === '/' ? `/${project.command}` : `${stage.workdir}/${project.command}`;
  return stage.files.presence(beside) === 'file';
}
