/** Settings of Prometheus and Grafana in the profile `monitoring`: ports, the token for /metrics, Grafana's first password. */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhenNew } from '../images/own-images.js';
import { inState, ownersOnly, root, state } from '../paths.js';

/** Writes the files. Only the owner may enter their folder, but the containers' users have to read them. */
export function writeMonitoring() {
  ownersOnly(join(state, 'monitoring'));
  /** @param {string} name @param {string} text */
  const write = (name, text) => {
    const file = inState('monitoring', name);
    writeWhenNew(file, text);
    chmodSync(file, 0o644);
  };
  write('prometheus.yml', prometheusConfiguration(process.env));
  write('scrape-token', `${metricsToken(process.env)}\n`);
  const password = inState('monitoring', 'grafana-password');
  if (!existsSync(password)) write('grafana-password', randomBytes(18).toString('base64url'));
}

/** @param {NodeJS.ProcessEnv} environment */
export function prometheusConfiguration({ WEB_PORT, WORKER_METRICS_PORT }) {
  const text = readFileSync(join(root, 'deploy', 'monitoring', 'prometheus.yml'), 'utf8');
  return text
    .replace('port: 8080', `port: ${WEB_PORT?.trim() || 8080}`)
    .replace('port: 9465', `port: ${WORKER_METRICS_PORT?.trim() || 9465}`);
}

/** Empty when none is set: then /metrics answers only requests from its own machine. @param {NodeJS.ProcessEnv} environment */
function metricsToken({ METRICS_TOKEN, METRICS_TOKEN_FILE: file }) {
  return METRICS_TOKEN?.trim() || (file && existsSync(file) ? readFileSync(file, 'utf8').trim() : '');
}
