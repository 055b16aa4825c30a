const colour = process.stderr.isTTY && process.env.NO_COLOR === undefined;
/** @param {string} code @param {string} text */
const paint = (code, text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);

/** @typedef {(line: string) => void} ReportProgress shows what a step is doing at the moment */

/**
 * Runs one step and prints its progress. The work returns false if everything was in place already, or a text that says what it found.
 * @param {string} name
 * @param {(report: ReportProgress) => Promise<boolean | string | void>} work
 */
export async function step(name, work) {
  const began = performance.now();
  const wide = Math.max(20, (process.stderr.columns ?? 80) - 2);
  /** @type {ReportProgress} */
  const report = (line) => {
    if (process.stderr.isTTY) {
      const text = `… ${name}: ${line.replaceAll(/[^\x20-\x7e…·–]/g, '')}`.slice(0, wide);
      process.stderr.write(`\r\u001b[2K${paint('2', text)}`);
    }
  };
  const announce = setTimeout(() => {
    if (process.stderr.isTTY) report('');
    else process.stderr.write(`… ${name}\n`);
  }, 700);
  const clear = process.stderr.isTTY ? '\r\u001b[2K' : '';
  try {
    const result = await work(report);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    const outcome = describeResult(result, seconds);
    process.stderr.write(`${clear}${paint('32', '✓')} ${name} ${paint('2', `(${outcome})`)}\n`);
  } catch (error) {
    process.stderr.write(`${clear}${paint('31', '✗')} ${name}\n`);
    throw error;
  } finally {
    clearTimeout(announce);
  }
}

/** @param {boolean | string | void} result @param {string} seconds */
function describeResult(result, seconds) {
  if (result === false) return 'already there';
  return typeof result === 'string' ? `${result}, ${seconds} s` : `${seconds} s`;
}

/** @param {string} line */
export function note(line) {
  process.stderr.write(`${line}\n`);
}
