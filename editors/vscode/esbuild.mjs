// One line would do, but for the watch mode and the tests: bundles the extension into dist/extension.js, or with
// --tests each file of test/ into dist-test/, for mocha inside the extension host.
import { readdirSync } from 'node:fs';
import { build, context } from 'esbuild';

const shared = { bundle: true, format: 'cjs', platform: 'node', target: 'node20' };
const extension = {
  ...shared,
  entryPoints: ['src/extension.ts'],
  outfile: 'dist/extension.js',
  external: ['vscode'],
  minify: process.argv.includes('--minify'),
  sourcemap: !process.argv.includes('--minify'),
};
const tests = {
  ...shared,
  entryPoints: readdirSync('test')
    .filter((name) => name === 'index.ts' || name.endsWith('.test.ts'))
    .map((name) => `test/${name}`),
  outdir: 'dist-test',
  external: ['vscode', 'mocha'],
  sourcemap: 'inline',
};

if (process.argv.includes('--watch')) {
  await (await context(extension)).watch();
} else {
  await build(process.argv.includes('--tests') ? tests : extension);
}
