import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Images that services run unchanged: those of the manifest, and those in the Compose file of a lesson's solution, if it has one that can
 * be parsed.
 * @param {any} manifest
 * @param {string} solution
 * @param {(text: string) => any} parse
 * @returns {readonly string[]}
 */
export function imagesOfServices(manifest, solution, parse) {
  return [...imagesBeside(manifest), ...imagesOfCompose(manifest, solution, parse)];
}

/** @param {any} manifest @returns {readonly string[]} */
const imagesBeside = ({ services }) =>
  Object.values(typeof services === 'object' && services !== null ? services : {}).flatMap(
    (/** @type {any} */ service) => (typeof service?.image === 'string' ? [service.image] : []),
  );

/**
 * @param {any} manifest
 * @param {string} solution
 * @param {(text: string) => any} parse
 * @returns {readonly string[]}
 */
function imagesOfCompose(manifest, solution, parse) {
  const listed = Array.isArray(manifest.studentFiles) ? manifest.studentFiles : [];
  const file = listed.find((/** @type {any} */ each) => each?.role === 'compose')?.name;
  if (typeof file !== 'string' || !existsSync(join(solution, file))) return [];
  try {
    const services = Object.values(parse(readFileSync(join(solution, file), 'utf8'))?.services ?? {});
    return services.flatMap((/** @type {any} */ { build, image }) =>
      build === undefined && typeof image === 'string' ? [image] : [],
    );
  } catch (error) {
    console.error(
      `${join(solution, file)} cannot be read, so none of its images is made ready: ${String(error)}`,
    );
    return [];
  }
}

/**
 * A file of a lesson's solution: from the solution itself, or from the project that it is laid over; null when neither has it.
 * @param {{solution: string, backend: string}} lesson
 * @param {string} name
 */
export const answerFile = ({ solution, backend }, name) =>
  [solution, backend].map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
