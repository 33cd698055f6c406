/** A workspace that is not trusted: nothing of it is run. */
import * as assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { findInterpreter } from '../src/python';
import { folder } from './documents';
import { api } from './extension';
import { script } from './settings';

const python = globalThis as { getcodeTestPython?: string | undefined; getcodeTestAsked?: number };

suite('restricted', () => {
  test('the server runs there', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const { connection } = await api();
    assert.ok(await connection.ready());
  });

  test('the Python extension is not asked which interpreter the workspace has', async () => {
    assert.ok(vscode.extensions.getExtension('ms-python.python'));
    const ran = path.join(folder(), 'ran');
    python.getcodeTestPython = await script(folder(), 'python', `touch '${ran}'`, 'echo 3 12');
    assert.deepEqual(await findInterpreter('', () => {}), ['python3']);
    assert.equal(python.getcodeTestAsked, undefined);
    await assert.rejects(fs.access(ran));
  });
});
