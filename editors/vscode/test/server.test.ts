/** What the server is started with: program, arguments, environment. */
import * as assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Executable } from 'vscode-languageclient/node';
import { baseUrl, machineSetting, serverProgram } from '../src/server';
import { folder } from './documents';
import { api } from './extension';
import { outside, script, setForUser, unsetAll, withVariable } from './settings';
import { until } from './waiting';

const OTHER = 'https://getcode.example';
const SECRET = 'gc_another_secret';

suite('server', () => {
  teardown(async () => {
    const { connection, keys } = await api();
    await keys.remove(OTHER);
    await unsetAll();
    await connection.ready();
  });

  async function program(): Promise<Executable> {
    const { context, keys } = await api();
    return serverProgram(context, keys, () => {});
  }

  async function environment(): Promise<NodeJS.ProcessEnv> {
    return (await program()).options?.env ?? {};
  }

  test('it is the bundled one, started outside the workspace', async () => {
    const { command, args, options } = await program();
    assert.equal(command, 'python3');
    assert.deepEqual(args, ['-m', 'getcode_lsp']);
    const { context } = await api();
    assert.equal(options?.cwd, context.extensionPath);
    assert.equal(options?.env?.PYTHONPATH, path.join(context.extensionPath, 'bundled', 'libs'));
  });

  test('what a repository sets has no effect', async () => {
    const { connection } = await api();
    const client = await connection.ready();
    const evil = await script(folder(), 'evil', `touch '${path.join(folder(), 'ran')}'`);
    const before = await program();
    const file = path.join(folder(), '.vscode', 'settings.json');
    await fs.mkdir(path.dirname(file), { recursive: true });
    await fs.writeFile(
      file,
      JSON.stringify({
        'getcode.followStream': false,
        'getcode.interpreter': evil,
        'getcode.server.path': evil,
        'getcode.server.baseUrl': 'http://127.0.0.1:9',
        'http.proxy': 'http://127.0.0.1:9',
        'http.noProxy': ['*'],
        'http.proxySupport': 'off',
      }),
    );
    try {
      const settings = () => vscode.workspace.getConfiguration('getcode');
      await until('its settings read', () => settings().get('followStream') === false);
      for (const name of ['interpreter', 'server.path', 'server.baseUrl']) {
        assert.equal(machineSetting(name), '', name);
      }
      assert.deepEqual(await program(), before);
      await connection.ready();
      assert.equal(connection.running, client, 'the server was not started anew');
      await assert.rejects(fs.access(path.join(folder(), 'ran')), 'its program did not run');
    } finally {
      await fs.rm(file);
      await until('its settings gone', () =>
        vscode.workspace.getConfiguration('getcode').get('followStream'),
      );
    }
  });

  test("the user's program is run instead of the bundled one", async () => {
    await setForUser('getcode.server.path', '/opt/getcode-lsp');
    const { command, args } = await program();
    assert.equal(command, '/opt/getcode-lsp');
    assert.deepEqual(args ?? [], []);
  });

  test("the user's base URL comes before the environment's", async () => {
    assert.equal(baseUrl(), process.env.GETCODE_BASE_URL);
    await setForUser('getcode.server.baseUrl', OTHER);
    assert.equal((await environment()).GETCODE_BASE_URL, OTHER);
  });

  test('without a base URL the server decides by its own settings', async () => {
    const env = await withVariable('GETCODE_BASE_URL', undefined, environment);
    assert.ok(!('GETCODE_BASE_URL' in env));
  });

  test('the proxy of VS Code is the proxy of the server', async () => {
    await setForUser('http.proxy', 'http://proxy.example:3128');
    await setForUser('http.noProxy', ['internal.example', '10.0.0.1']);
    const env = await environment();
    for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy']) {
      assert.equal(env[name], 'http://proxy.example:3128', name);
    }
    assert.equal(env.NO_PROXY, 'internal.example,10.0.0.1');
    assert.equal(env.no_proxy, 'internal.example,10.0.0.1');
  });

  test("without a proxy in VS Code the environment's is left", async () => {
    const env = await withVariable('HTTPS_PROXY', 'http://of-the-shell.example:1', environment);
    assert.equal(env.HTTPS_PROXY, 'http://of-the-shell.example:1');
  });

  test('where VS Code uses no proxy the server has none', async () => {
    await setForUser('http.proxy', 'http://proxy.example:3128');
    await setForUser('http.proxySupport', 'off');
    const env = await withVariable('ALL_PROXY', 'http://of-the-shell.example:1', environment);
    const proxies = Object.entries(env).filter(
      ([name, value]) => /^(all|https?)_proxy$/i.test(name) && value !== undefined,
    );
    assert.deepEqual(proxies, []);
  });

  test('the key goes by the environment and never into the arguments', async () => {
    const { keys } = await api();
    await setForUser('getcode.server.baseUrl', OTHER);
    await keys.set(OTHER, SECRET);
    const { command, args, options } = await program();
    assert.equal(options?.env?.GETCODE_API_KEY, SECRET);
    assert.ok(![command, ...(args ?? []), options?.cwd].join(' ').includes(SECRET));
  });

  test("a key of the environment stays with the environment's base URL", async () => {
    assert.ok((await environment()).GETCODE_API_KEY, 'there is one');
    await setForUser('getcode.server.baseUrl', OTHER);
    assert.equal((await environment()).GETCODE_API_KEY, undefined);
  });

  test('the process has the key in its environment alone', async () => {
    const { connection, keys } = await api();
    const folderOutside = await outside();
    const said = path.join(folderOutside, 'said');
    const { context } = await api();
    const own = await script(
      folderOutside,
      'server',
      `{ echo "$0" "$@"; echo "key=$GETCODE_API_KEY"; echo "proxy=$HTTPS_PROXY"; } > '${said}'`,
      `PYTHONPATH='${path.join(context.extensionPath, 'bundled', 'libs')}' exec python3 -m getcode_lsp "$@"`,
    );
    await keys.set(OTHER, SECRET);
    await setForUser('http.proxy', 'http://127.0.0.1:9');
    await setForUser('getcode.server.baseUrl', OTHER);
    await setForUser('getcode.server.path', own);
    const text = await until('what it was started with', async () => {
      await connection.ready();
      return fs.readFile(said, 'utf8').catch(() => undefined);
    });
    assert.deepEqual(text.trim().split('\n'), [own, `key=${SECRET}`, 'proxy=http://127.0.0.1:9']);
    await fs.rm(folderOutside, { recursive: true });
  });
});
