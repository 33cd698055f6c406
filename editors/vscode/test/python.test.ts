/** Which Python runs the server. */
import * as assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { findInterpreter } from '../src/python';
import { outside, script, withVariable } from './settings';

/** How the stand-in for the Python extension is told, and asked (tests/editors/vscode/python-extension). */
const python = globalThis as { getcodeTestPython?: string | undefined; getcodeTestAsked?: number };

suite('python', () => {
  let folder: string;
  let log: string[];

  setup(async () => {
    folder = await outside();
    log = [];
  });

  teardown(async () => {
    python.getcodeTestPython = undefined;
    await fs.rm(folder, { recursive: true });
  });

  const find = (set = '') => findInterpreter(set, (line) => log.push(line));

  test('the one on PATH is found, and is a real one', async () => {
    assert.deepEqual(await find(), ['python3']);
    assert.match(log.join('\n'), /^python3 is Python 3\.\d+$/);
  });

  test('where python3 is too old, python may do', async () => {
    await script(folder, 'python3', 'echo 3 9');
    await script(folder, 'python', 'echo 3 10');
    const found = await withVariable('PATH', folder, () => find());
    assert.deepEqual(found, ['python']);
    assert.deepEqual(log, ['python3 is Python 3.9; 3.10 or newer is needed', 'python is Python 3.10']);
  });

  test('without any on PATH there is none', async () => {
    assert.equal(await withVariable('PATH', folder, () => find()), undefined);
    assert.deepEqual(log, ["python3 can't be run", "python can't be run"]);
  });

  test('the one that is set is taken', async () => {
    const set = await script(folder, 'mine', 'echo 3 14');
    assert.deepEqual(await find(set), [set]);
  });

  test('one that is set and too old is refused, and no other is taken', async () => {
    const set = await script(folder, 'mine', 'echo 3 9');
    assert.equal(await find(set), undefined);
    assert.deepEqual(log, [`${set} is Python 3.9; 3.10 or newer is needed`]);
  });

  test('one that is set and breaks is refused', async () => {
    const set = await script(folder, 'mine', 'echo 3 12', 'exit 1');
    assert.equal(await find(set), undefined);
    assert.deepEqual(log, [`${set} can't be run`]);
  });

  test('one that is set and no Python is refused', async () => {
    const set = await script(folder, 'mine', 'echo hello');
    assert.equal(await find(set), undefined);
    assert.deepEqual(log, [`${set} is no Python`]);
  });

  test('Python 2 and Python 4 are told apart from Python 3', async () => {
    assert.equal(await find(await script(folder, 'two', 'echo 2 18')), undefined);
    const four = await script(folder, 'four', 'echo 4 0');
    assert.deepEqual(await find(four), [four]);
  });

  test('it is not started in the workspace, which it would import from', async () => {
    const set = await script(folder, 'mine', `pwd > '${path.join(folder, 'where')}'`, 'echo 3 12');
    await find(set);
    assert.equal((await fs.readFile(path.join(folder, 'where'), 'utf8')).trim(), folder);
  });

  test("the Python extension's choice comes before the one on PATH", async () => {
    python.getcodeTestPython = await script(folder, 'chosen', 'echo 3 12');
    assert.deepEqual(await find(), [python.getcodeTestPython]);
  });

  test("the Python extension's choice is passed over where it is too old", async () => {
    python.getcodeTestPython = await script(folder, 'chosen', 'echo 3 8');
    assert.deepEqual(await find(), ['python3']);
  });

  test("the Python extension's trouble is not ours", async () => {
    python.getcodeTestPython = 'throws';
    assert.deepEqual(await find(), ['python3']);
  });

  test('the Python extension is not asked where one is set', async () => {
    const asked = python.getcodeTestAsked;
    await find(await script(folder, 'mine', 'echo 3 12'));
    assert.equal(python.getcodeTestAsked, asked);
  });
});
