import { dockerRules } from './index.ts';

/** Whether `# check=skip=A,B` at the top of a Dockerfile disables a check of Docker's, by name or together with all. */
export function skippedChecks(options: string | null): (id: string) => boolean {
  const skip = /(?:^|;)\s*skip=([^;]*)/.exec(options ?? '')?.[1];
  if (skip === undefined) return () => false;
  const names = skip.split(',').map((name) => name.trim());
  return (id) => dockerRules.some((rule) => rule.id === id) && (names.includes('all') || names.includes(id));
}
