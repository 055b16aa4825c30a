import type { Manifest } from '../../src/lesson/manifest.ts';
import { promisedBy } from '../../src/lesson/promised.ts';
import { type PhaseName, phaseNames } from '../../src/submission/verdict.ts';

/** The phases of a lesson's verification, in their order. */
export function phasesOf(manifest: Manifest): readonly PhaseName[] {
  const serves = manifest.port !== null;
  const wanted: Readonly<Record<PhaseName, boolean>> = {
    build: true,
    inspect: true,
    run: true,
    ready: serves,
    finish: !serves,
    probe: serves,
    promises: promisedBy(manifest).length > 0,
    migrations: manifest.project !== null,
    stop: serves,
    again: serves,
    rebuild: manifest.project !== null || keepsLayers(manifest),
    postgres: manifest.postgres !== null,
  };
  return phaseNames.filter((name) => wanted[name]);
}

/** Whether some layer has to stay in the cache after a change. */
const keepsLayers = (manifest: Manifest): boolean =>
  promisedBy(manifest).some(
    ({ assertion }) => assertion.assert === 'step' && assertion.independentOf.length > 0,
  );
