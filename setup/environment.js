/**
 * Imported first: loads `.env` into this process's environment before any other part of the set-up reads it. A test or a demonstration
 * takes only the settings for making boxes, so that it touches nothing of the server that the file is for.
 */
import { applySources } from '../src/config/sources.js';
import { note } from './progress.js';

const command = process.argv[2] ?? 'up';
const demonstrates = ['test', 'storm', 'try'].includes(command);
const makesBoxes = /^(?:SANDBOX_(?!BOXES$)|DOCKHAND_(?:STATE|DEBIAN_MIRROR)$|REDIS_(?:PORT|PASSWORD)$)/;

const { problems } = applySources(process.env, (name, { kind }) => {
  if (demonstrates) return makesBoxes.test(name);
  // Bot and worker read their secret files themselves, so Compose shows no secret in a container's configuration.
  return kind === '.env' || name === 'REDIS_PASSWORD';
});
if (demonstrates) {
  process.env.DOCKHAND_ENV_FILE = 'none';
  delete process.env.SANDBOX_BOXES;
} else if (problems.length > 0) {
  note(`${['These settings cannot be read:', ...problems].join('\n  ')} [DOCKHAND_SETTINGS]`);
  process.exit(2);
}
