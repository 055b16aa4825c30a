import type { StaffPost } from './staff-posts.ts';

export interface OpenAlert extends StaffPost {
  readonly key: string;
  readonly since: number;
}

/** Alerts that were raised and have not cleared. */
export interface AlertRecords {
  readonly open: (guild: string) => Promise<readonly OpenAlert[]>;
  readonly raise: (guild: string, alert: OpenAlert) => Promise<void>;
  readonly clear: (guild: string, key: string) => Promise<void>;
}
