import { type Limits, readLimits } from '../../workers/sandbox/limits.ts';
import { LimitsError } from '../../workers/sandbox/limits-error.ts';
import { foundText, readSettings, SettingsError } from '../config/settings.ts';
import type { Sources } from '../config/sources.js';
import type { SettingName, Settings } from '../config/table/table.ts';
import { sayOfSource } from '../config/wording.ts';

interface Everything {
  readonly settings: Settings;
  readonly limits: Limits;
}

/** The settings and limits from all sources. They are read again on each call, and all errors are reported together. */
export class SettingsInForce {
  readonly sources: Sources;

  constructor(sources: Sources) {
    this.sources = sources;
  }

  /**
   * @param required names of settings that must be there
   * @throws SettingsError
   */
  read(required: readonly SettingName[] = []): Everything {
    const { values, origins, troubles } = this.sources;
    const limits = this.#limits();
    const all = [...troubles.map(sayOfSource), ...limits.problems];
    const settings = readSettings(values, required, { origins, problems: all });
    return { settings, limits: limits.limits };
  }

  /** Everything that is wrong, one sentence each. */
  problems(): readonly string[] {
    try {
      this.read();
      return [];
    } catch (error) {
      if (error instanceof SettingsError) return error.problems;
      throw error;
    }
  }

  #limits(): { readonly limits: Limits; readonly problems: readonly string[] } {
    const { values, origins } = this.sources;
    try {
      return { limits: readLimits(values), problems: [] };
    } catch (error) {
      if (!(error instanceof LimitsError)) throw error;
      const problems = error.problems.map(
        ({ environment, problem }) =>
          `${environment} ${problem}${foundText(environment, values[environment] ?? '', origins[environment])}`,
      );
      return { limits: readLimits({}), problems };
    }
  }
}
