/** Keys: one for each origin, in VS Code's secret storage and nowhere else. */
import * as assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { originOf, problemOf } from '../src/keys';
import { baseUrl } from '../src/server';
import { desk, press } from './desk';
import { api } from './extension';
import { setForUser, unsetAll } from './settings';
import { until } from './waiting';

const ONE = 'https://one.example';
const TWO = 'https://two.example';
const INPUT = '.quick-input-widget:visible input';

suite('keys', () => {
  teardown(async () => {
    const { connection, keys } = await api();
    for (const origin of [ONE, TWO, baseUrl()]) {
      await keys.remove(origin);
    }
    await unsetAll();
    await connection.ready();
  });

  test('each origin has a key of its own', async () => {
    const { keys } = await api();
    await keys.set(ONE, 'gc_one');
    await keys.set(TWO, 'gc_two');
    assert.equal(await keys.get(ONE), 'gc_one');
    assert.equal(await keys.get(TWO), 'gc_two');
    await keys.remove(ONE);
    assert.equal(await keys.get(ONE), undefined);
    assert.equal(await keys.get(TWO), 'gc_two');
  });

  test('an origin is the same however it is written, and another one is not', async () => {
    const { keys } = await api();
    await keys.set(ONE, 'gc_one');
    for (const same of [`${ONE}/`, 'https://One.Example', `${ONE}:443`]) {
      assert.equal(await keys.get(same), 'gc_one', same);
    }
    for (const other of ['http://one.example', `${ONE}:8443`, 'https://one.example.evil', 'local', '']) {
      assert.equal(await keys.get(other), undefined, other);
    }
    assert.equal(originOf('local'), 'local');
  });

  test('a malformed key is refused before it is kept, and not repeated', async () => {
    const { keys } = await api();
    for (const key of ['', '   ', 'gc one', 'gc\none', 'gc_\u00fc', 'gc\u0000one', 'gc\u200bone']) {
      const problem = problemOf(key);
      assert.ok(problem, JSON.stringify(key));
      assert.ok(!key.trim() || !problem.includes(key));
      await assert.rejects(keys.set(ONE, key), { message: problem });
      assert.equal(await keys.get(ONE), undefined);
    }
    assert.equal(problemOf(' gc_one\n'), undefined, 'blanks around it come from the clipboard');
    await keys.set(ONE, ' gc_one\n');
    assert.equal(await keys.get(ONE), 'gc_one');
  });

  test('a key is typed unseen, corrected, and used at once', async () => {
    const { connection, keys } = await api();
    await connection.ready();
    const before = connection.running;
    const command = vscode.commands.executeCommand<boolean>('getcodeLsp.setApiKey');
    await until('the box', async () => (await desk<number>('count', INPUT)) === 1);
    assert.equal(await desk('attribute', INPUT, 'type'), 'password');
    await desk('type', 'gc bad');
    await press('Enter');
    await until('the reason', async () => {
      const texts = await desk<string[]>('texts', '.quick-input-widget:visible .quick-input-message');
      return texts.some((text) => text.includes('A key has no blanks'));
    });
    assert.equal(await keys.get(baseUrl()), undefined);
    await press('Control+a');
    await desk('type', 'gc_typed');
    await press('Enter');
    assert.equal(await command, true);
    assert.equal(await keys.get(baseUrl()), 'gc_typed');
    assert.ok(connection.running && connection.running !== before, 'a server that has it runs');
  });

  test('no setting and no log has it, with the conversation traced', async () => {
    const { connection, context, keys } = await api();
    await vscode.commands.executeCommand('_extensionTests.setLogLevel', 'trace');
    await setForUser('getcode.trace.server', 'verbose');
    await keys.set(baseUrl(), 'gc_canary');
    await connection.restart();
    const client = await connection.ready();
    await client?.sendRequest('workspace/executeCommand', { command: 'getcode.usage', arguments: [] });
    const logs = await until('the trace', async () => {
      const files = await fs.readdir(context.logUri.fsPath);
      const texts = files.map((file) => fs.readFile(path.join(context.logUri.fsPath, file), 'utf8'));
      const text = (await Promise.all(texts)).join('');
      return text.includes('getcode.usage') && text;
    });
    await vscode.commands.executeCommand('_extensionTests.setLogLevel', 'info');
    assert.ok(!logs.includes('gc_canary'));
    assert.ok(!JSON.stringify(vscode.workspace.getConfiguration()).includes('gc_canary'));
  });

  test('a box that is left keeps nothing', async () => {
    const { connection, keys } = await api();
    const before = await connection.ready();
    const command = vscode.commands.executeCommand<boolean>('getcodeLsp.setApiKey');
    await until('the box', async () => (await desk<number>('count', INPUT)) === 1);
    await desk('type', 'gc_typed');
    await press('Escape');
    assert.equal(await command, false);
    assert.equal(await keys.get(baseUrl()), undefined);
    assert.equal(connection.running, before);
  });

  test('signing out removes the key of this origin alone', async () => {
    const { connection, keys } = await api();
    await setForUser('getcode.server.baseUrl', ONE);
    await keys.set(ONE, 'gc_one');
    await keys.set(TWO, 'gc_two');
    await vscode.commands.executeCommand('getcodeLsp.signOut');
    assert.equal(await keys.get(ONE), undefined);
    assert.equal(await keys.get(TWO), 'gc_two');
    assert.ok(await connection.ready());
  });
});
