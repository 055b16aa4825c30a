/**
 * Imported first: puts what `.env` says into this process's environment, before any other part of the set-up reads it. A test or a
 * demonstration takes only what makes boxes, so that it touches nothing of the server whose settings these are.
 */
import { applySources } from '../src/config/sources.js';
import { note } from './progress.js';

const command = process.argv[2] ?? 'up';
const demonstrates = ['test', 'storm', 'try'].includes(command);
const makesBoxes = /^(?:SANDBOX_(?!BOXES$)|DOCKHAND_(?:STATE|DEBIAN_MIRROR)$|REDIS_(?:PORT|PASSWORD)$)/;

const { problems } = applySources(process.env, (name, { kind }) => {
  if (demonstrates) return makesBoxes.test(name);
  // Bot and worker read the files of their secrets themselves; so no secret stands in what Compose shows of a container.
  return kind === '.env' || name === 'REDIS_PASSWORD';
});
if (demonstrates) {
  process.env.DOCKHAND_ENV_FILE = 'none';
  delete process.env.SANDBOX_BOXES;
} else if (problems.length > 0) {
  note(`${['These settings cannot be read:', ...problems].join('\n  ')} [DOCKHAND_SETTINGS]`);
  process.exit(2);
}
