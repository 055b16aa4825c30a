import type { Rule } from '../rule.ts';
import { dl3002 } from './dl3002-root-user.ts';
import { dl3003 } from './dl3003-cd-instead-of-workdir.ts';
import { dl3004 } from './dl3004-sudo.ts';
import { dl3006 } from './dl3006-untagged-base-image.ts';
import { dl3007 } from './dl3007-latest-tag.ts';
import { dl3008 } from './dl3008-apt-get-versions.ts';
import { dl3009 } from './dl3009-apt-lists-kept.ts';
import { dl3013 } from './dl3013-pip-versions.ts';
import { dl3014 } from './dl3014-apt-get-without-yes.ts';
import { dl3015 } from './dl3015-apt-get-recommends.ts';
import { dl3018 } from './dl3018-apk-versions.ts';
import { dl3019 } from './dl3019-apk-cache.ts';
import { dl3020 } from './dl3020-add-instead-of-copy.ts';
import { dl3021 } from './dl3021-copy-several-into-file.ts';
import { dl3022 } from './dl3022-copy-from-unknown-stage.ts';
import { dl3027 } from './dl3027-apt-instead-of-apt-get.ts';
import { dl3042 } from './dl3042-pip-cache.ts';
import { dl3045 } from './dl3045-copy-relative-without-workdir.ts';
import { dl3059 } from './dl3059-consecutive-runs.ts';
import { dl4006 } from './dl4006-pipe-without-pipefail.ts';

/** Advice that hadolint also gives, under hadolint's numbers. It never makes a check fail. */
export const hadolintRules: readonly Rule[] = [
  dl3002,
  dl3003,
  dl3004,
  dl3006,
  dl3007,
  dl3008,
  dl3009,
  dl3013,
  dl3014,
  dl3015,
  dl3018,
  dl3019,
  dl3020,
  dl3021,
  dl3022,
  dl3027,
  dl3042,
  dl3045,
  dl3059,
  dl4006,
];
