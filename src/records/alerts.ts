import type { StaffPost } from './staff-posts.ts';

export interface OpenAlert {
  readonly key: string;
  readonly since: number;
  /** The message that shows it; null while it could not be posted in the staff channel. */
  readonly post: StaffPost | null;
}

/** Alerts that were raised and are not cleared. */
export interface AlertRecords {
  readonly open: (guild: string) => Promise<readonly OpenAlert[]>;
  readonly raise: (guild: string, alert: OpenAlert) => Promise<void>;
  /** Records the message that now shows the alert. */
  readonly shown: (guild: string, key: string, post: StaffPost) => Promise<void>;
  readonly clear: (guild: string, key: string) => Promise<void>;
}
