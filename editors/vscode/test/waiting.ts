/** Waiting for a condition, with a deadline. */
import * as assert from 'node:assert/strict';

const PATIENCE_MS = 20_000;
const AGAIN_MS = 10;

/** Wait until something holds, and return it; `what` is told where it does not come. */
export async function until<T>(
  what: string,
  condition: () => T | Promise<T>,
): Promise<Exclude<T, undefined | null | false>> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await condition();
    if (found) {
      return found as Exclude<T, undefined | null | false>;
    }
    assert.ok(Date.now() < deadline, `not within ${PATIENCE_MS} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}
