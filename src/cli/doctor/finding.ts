import { decimal, operatorLocale, words } from '../../wording/wording.ts';

const say = words('doctor-sizes', { en: { gigabytes: '{{n}} GB', megabytes: '{{n}} MB' } });

/** The state of one thing that Dockhand needs. Only a problem makes `dockhand doctor` exit with a code other than 0. */
export interface DoctorFinding {
  /** Stable, for programs: `redis.eviction`. */
  readonly check: string;
  readonly status: 'ok' | 'warning' | 'problem';
  readonly message: string;
  /** What to do; null where all is well. */
  readonly todo: string | null;
}

export const well = (check: string, message: string): DoctorFinding => ({
  check,
  status: 'ok',
  message,
  todo: null,
});
export const warning = (check: string, message: string, todo: string): DoctorFinding => ({
  check,
  status: 'warning',
  message,
  todo,
});
export const problem = (check: string, message: string, todo: string): DoctorFinding => ({
  check,
  status: 'problem',
  message,
  todo,
});

/** Megabytes and gigabytes as people read them. */
export const sizeText = (bytes: number): string =>
  bytes >= 1e9
    ? say(operatorLocale, 'gigabytes', { n: decimal(operatorLocale, bytes / 1e9, 1) })
    : say(operatorLocale, 'megabytes', { n: Math.round(bytes / 1e6) });
