/** What the start says while it works: on a terminal a line that counts the seconds, elsewhere a line when done. */

const TICK_MS = 1_000;
const { stdout } = process;

/** @param {number} ms */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/**
 * Does a long step, and shows that it goes on.
 * @template T
 * @param {string} label @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(label, work) {
  const begun = performance.now();
  const show = () =>
    stdout.isTTY && stdout.write(`\r\x1b[K  ${label}… ${Math.round((performance.now() - begun) / 1000)} s`);
  if (!stdout.isTTY) stdout.write(`  ${label}…\n`);
  show();
  const ticking = setInterval(show, TICK_MS);
  try {
    const result = await work();
    const line = `${label}: done in ${seconds(performance.now() - begun)}`;
    stdout.write(stdout.isTTY ? `\r\x1b[K  ${line}\n` : `  ${line}\n`);
    return result;
  } catch (error) {
    if (stdout.isTTY) stdout.write("\r\x1b[K");
    throw error;
  } finally {
    clearInterval(ticking);
  }
}
