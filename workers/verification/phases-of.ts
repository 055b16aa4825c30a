import { isOnlyByCheck } from '../../src/lesson/manifest/assertions.ts';
import { hasComposeFile } from '../../src/lesson/manifest/compose-file.ts';
import { assertionsOf } from '../../src/lesson/manifest/lesson-assertions.ts';
import type { Manifest } from '../../src/lesson/manifest/manifest.ts';
import { type PhaseName, phaseNames } from '../../src/submission/verdict.ts';

/** The phases of a lesson's verification, in order. */
export function phasesOf(manifest: Manifest): readonly PhaseName[] {
  const serves = manifest.port !== null;
  const composes = hasComposeFile(manifest);
  const alone = !composes;
  const wanted: Readonly<Record<PhaseName, boolean>> = {
    build: true,
    inspect: alone,
    run: alone,
    services: composes || Object.keys(manifest.services).length > 0,
    ready: serves,
    finish: alone && !serves,
    probe: serves,
    promises: assertionsOf(manifest).some(({ assertion }) => alone || (serves && !isOnlyByCheck(assertion))),
    migrations: alone && manifest.project !== null,
    stop: alone && serves,
    again: serves,
    rebuild: alone && (manifest.project !== null || keepsLayers(manifest)),
    postgres: alone && manifest.postgres !== null,
  };
  return phaseNames.filter((name) => wanted[name]);
}

/** Whether some layer has to stay cached after a change. */
const keepsLayers = (manifest: Manifest): boolean =>
  assertionsOf(manifest).some(
    ({ assertion }) => assertion.assert === 'step' && assertion.independentOf.length > 0,
  );
