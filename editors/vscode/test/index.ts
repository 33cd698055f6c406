/** Runs the tests inside the extension host; VS Code calls `run` (its `extensionTestsPath` names this file). */
import * as path from 'node:path';

/** One test may take this long, in milliseconds: nothing waits for ever. */
const TEST_MS = 40_000;

/** Run the suites that GETCODE_TEST_SUITES names, and write mocha's report to the file GETCODE_TEST_REPORT. */
export async function run(): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({
    ui: 'tdd',
    timeout: TEST_MS,
    reporter: 'json',
    reporterOptions: { output: environment('GETCODE_TEST_REPORT') },
  });
  for (const name of environment('GETCODE_TEST_SUITES').split(' ')) {
    mocha.addFile(path.join(__dirname, `${name}.test.js`));
  }
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) {
    throw new Error(`${failures} tests failed`);
  }
}

function environment(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set`);
  }
  return value;
}
