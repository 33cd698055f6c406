/** The server's life: started, started anew, crashed, and programs that are none. */
import * as assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { clearMessages, says } from './desk';
import { closeAll, opened } from './documents';
import { api } from './extension';
import { outside, script, setForUser, unsetAll } from './settings';
import { until } from './waiting';

suite('connection', () => {
  let folder: string;
  let starts: string;

  suiteSetup(async () => {
    folder = await outside();
    starts = path.join(folder, 'starts');
  });

  setup(() => fs.writeFile(starts, ''));

  teardown(async () => {
    await unsetAll();
    const { connection } = await api();
    await until('the bundled server again', () => connection.ready());
    await clearMessages();
  });

  suiteTeardown(() => fs.rm(folder, { recursive: true }));

  /** Use a server that writes its process ids down; the bundled one is inside. */
  async function useCountedServer(): Promise<void> {
    const { connection, context } = await api();
    const libs = path.join(context.extensionPath, 'bundled', 'libs');
    const own = await script(
      folder,
      'server',
      `echo $$ >> '${starts}'`,
      `PYTHONPATH='${libs}' exec python3 -m getcode_lsp "$@"`,
    );
    await setForUser('getcode.server.path', own);
    await until('its start', async () => (await pids()).length > 0 && connection.ready());
  }

  async function pids(): Promise<number[]> {
    return (await fs.readFile(starts, 'utf8')).split('\n').filter(Boolean).map(Number);
  }

  function runs(pid: number): boolean {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  }

  test('restarts that come while one is under way become one more', async () => {
    const { connection } = await api();
    await useCountedServer();
    const before = (await pids()).length;
    await Promise.all(Array.from({ length: 6 }, () => connection.restart()));
    assert.equal((await pids()).length, before + 1, 'all six before the first began: one');
    const first = connection.restart();
    await until('it began', async () => (await pids()).length === before + 2);
    await Promise.all([first, ...Array.from({ length: 6 }, () => connection.restart())]);
    assert.equal((await pids()).length, before + 3);
    assert.ok(connection.running);
  });

  test('of the servers that were started only the last one runs', async () => {
    const { connection } = await api();
    await useCountedServer();
    await connection.restart();
    const all = await pids();
    assert.ok(all.length > 1);
    assert.deepEqual(
      all.map(runs),
      all.map((_, number) => number === all.length - 1),
    );
  });

  test('a server that crashes is told of, and started anew', async () => {
    const { connection } = await api();
    await useCountedServer();
    const [pid] = (await pids()).slice(-1);
    process.kill(pid ?? 0, 'SIGKILL');
    await until('another one', async () => (await pids()).at(-1) !== pid && connection.ready());
    await says('The GetCode server crashed and is started anew.');
  });

  test('a server that crashes while it streams leaves no progress behind', async () => {
    const { connection } = await api();
    await useCountedServer();
    const editor = await opened('# make x\n', undefined, 'py');
    await vscode.commands.executeCommand('getcodeLsp.generate');
    await until('its progress', () => connection.progress.running);
    const [pid = 0] = (await pids()).slice(-1);
    process.kill(pid, 'SIGKILL');
    await until('no progress', () => !connection.progress.running);
    await until('another one', async () => (await pids()).at(-1) !== pid && connection.ready());
    assert.equal(editor.document.getText(), '# make x\n');
    await vscode.commands.executeCommand('getcodeLsp.generate');
    await until('the next one', () => connection.progress.running);
    await vscode.commands.executeCommand('getcodeLsp.cancel');
    await until('its end', () => !connection.progress.running);
    await closeAll();
  });

  test('a program that is not there is told of, and the next one is started', async () => {
    const { connection } = await api();
    await connection.ready();
    await setForUser('getcode.server.path', path.join(folder, 'nothing'));
    await says('did not start');
    assert.equal(await connection.ready(), undefined);
    await unsetAll();
    await until('the bundled server', () => connection.ready());
  });

  test('a program that ends at once is tried once', async () => {
    const { connection } = await api();
    await connection.ready();
    await setForUser('getcode.server.path', await script(folder, 'ends', `echo $$ >> '${starts}'`));
    await says('did not start');
    assert.equal(await connection.ready(), undefined);
    assert.equal((await pids()).length, 1);
  });

  test('a program that closes its output is not left behind', async () => {
    const { connection } = await api();
    await connection.ready();
    const own = await script(folder, 'mute', `echo $$ >> '${starts}'`, 'exec tail -f /dev/null > /dev/null');
    await setForUser('getcode.server.path', own);
    await says('did not start');
    assert.equal(await connection.ready(), undefined);
    const [pid = 0] = await pids();
    await until('it ended', () => !runs(pid));
  });

  test('an interpreter that is none is named in the message', async () => {
    const { connection } = await api();
    await setForUser('getcode.interpreter', await script(folder, 'snake', 'echo hiss'));
    await says('snake is none; the setting getcode.interpreter');
    assert.equal(await connection.ready(), undefined);
  });
});
