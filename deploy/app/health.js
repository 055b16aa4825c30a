/** The health check of the bot's and worker's containers: exits with 0 when they answer. */
const port = Number(process.env[process.argv[2] === 'worker' ? 'WORKER_METRICS_PORT' : 'WEB_PORT']);
const answer =
  port > 0 ? fetch(`http://127.0.0.1:${port}/livez`, { signal: AbortSignal.timeout(3_000) }) : null;
process.exitCode = await Promise.resolve(answer).then(
  (response) => (response?.ok === true ? 0 : 1),
  () => 1,
);
