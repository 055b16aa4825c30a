const colour = process.stderr.isTTY && process.env.NO_COLOR === undefined;
/** @param {string} code @param {string} text */
const paint = (code, text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);

/** @typedef {(line: string) => void} Tell shows what a step is doing at the moment */

/**
 * Carries out one step visibly. The work returns false when everything was there already, or a text that says what it found.
 * @param {string} name
 * @param {(tell: Tell) => Promise<boolean | string | void>} work
 */
export async function step(name, work) {
  const began = performance.now();
  const wide = Math.max(20, (process.stderr.columns ?? 80) - 2);
  let announced = false;
  /** @type {Tell} */
  const tell = (line) => {
    if (process.stderr.isTTY) {
      const text = `… ${name}: ${line.replaceAll(/[^\x20-\x7e…·–]/g, '')}`.slice(0, wide);
      process.stderr.write(`\r\u001b[2K${paint('2', text)}`);
    }
  };
  const announce = setTimeout(() => {
    announced = true;
    if (process.stderr.isTTY) tell('');
    else process.stderr.write(`… ${name}\n`);
  }, 700);
  const clear = process.stderr.isTTY ? '\r\u001b[2K' : '';
  try {
    const result = await work(tell);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    const note =
      result === false
        ? 'already there'
        : typeof result === 'string'
          ? `${result}, ${seconds} s`
          : `${seconds} s`;
    process.stderr.write(`${clear}${paint('32', '✓')} ${name} ${paint('2', `(${note})`)}\n`);
  } catch (error) {
    process.stderr.write(`${clear}${paint('31', '✗')} ${name}\n`);
    throw error;
  } finally {
    clearTimeout(announce);
    void announced;
  }
}

/** @param {string} line */
export function note(line) {
  process.stderr.write(`${line}\n`);
}
