/** What package.json promises, and what there is. */
import * as assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { api, ID } from './extension';

interface Keybinding {
  readonly command: string;
  readonly key: string;
  readonly when: string;
}

interface Manifest {
  readonly main: string;
  readonly contributes: {
    readonly commands: { readonly command: string; readonly title: string }[];
    readonly keybindings: Keybinding[];
    readonly menus: Record<string, { readonly command?: string; readonly submenu?: string }[]>;
    readonly submenus: { readonly id: string }[];
    readonly configuration: { readonly properties: Record<string, { readonly scope?: string }> }[];
  };
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: string;
      readonly restrictedConfigurations: string[];
    };
  };
}

/** Of whatever may have the Escape key before us, the context that says so. */
const CLAIMS = [
  'suggestWidgetVisible',
  'findWidgetVisible',
  'parameterHintsVisible',
  'inSnippetMode',
  'inlineSuggestionVisible',
  'editorHasSelection',
  'editorHasMultipleSelections',
  'vim.active',
];

suite('manifest', () => {
  let manifest: Manifest;
  let settings: Record<string, { readonly scope?: string }>;

  suiteSetup(async () => {
    await api();
    const extension = vscode.extensions.getExtension(ID);
    manifest = extension?.packageJSON;
    settings = Object.assign({}, ...manifest.contributes.configuration.map(({ properties }) => properties));
  });

  test('the extension is active and runs its server', async () => {
    const { connection } = await api();
    const client = await connection.ready();
    assert.equal(client?.initializeResult?.serverInfo?.name, 'getcode-lsp');
  });

  test('every command that is promised is there, and no other', async () => {
    const promised = manifest.contributes.commands.map(({ command }) => command);
    const there = await vscode.commands.getCommands(true);
    const ours = there.filter((command) => command.startsWith('getcodeLsp.'));
    assert.deepEqual(ours.sort(), promised.sort());
  });

  test('no command has the name of one of the server', async () => {
    const { connection } = await api();
    const client = await connection.ready();
    const theirs = client?.initializeResult?.capabilities.executeCommandProvider?.commands ?? [];
    assert.ok(theirs.includes('getcode.generate'), `the server's commands: ${theirs}`);
    const promised = manifest.contributes.commands.map(({ command }) => command);
    assert.deepEqual(
      promised.filter((command) => theirs.includes(command)),
      [],
    );
  });

  test('menus and keys name commands that are promised', () => {
    const promised = new Set(manifest.contributes.commands.map(({ command }) => command));
    const submenus = new Set(manifest.contributes.submenus.map(({ id }) => id));
    const named = [...Object.values(manifest.contributes.menus).flat(), ...manifest.contributes.keybindings];
    for (const entry of named) {
      const command = 'submenu' in entry ? undefined : entry.command;
      assert.ok(command === undefined || promised.has(command), `${command} is no command`);
      assert.ok(!('submenu' in entry) || submenus.has(entry.submenu ?? ''), JSON.stringify(entry));
    }
  });

  test('a key is ours in an editor or while it streams only', () => {
    for (const { key, when } of manifest.contributes.keybindings) {
      assert.match(when, /editorTextFocus|getcode\.streaming/, key);
    }
  });

  test('Escape is ours only while it streams and nobody else claims it', () => {
    const escapes = manifest.contributes.keybindings.filter(({ key }) => key === 'escape');
    assert.equal(escapes.length, 1);
    const parts = escapes[0]?.when.split(' && ') ?? [];
    assert.ok(parts.includes('getcode.streaming') && parts.includes('editorTextFocus'));
    for (const claim of CLAIMS) {
      assert.ok(parts.includes(`!${claim}`), claim);
    }
    assert.ok(!escapes[0]?.when.includes('||'));
  });

  test('every setting that the documentation has is there', async () => {
    const root = path.join(__dirname, '..', '..', '..');
    const page = await fs.readFile(path.join(root, 'docs', 'settings.md'), 'utf8');
    const documented = [...page.matchAll(/^\| `(getcode\.[\w.]+)` \|/gm)].map(([, name]) => name ?? '');
    assert.ok(documented.length > 10);
    assert.deepEqual(
      documented.filter((name) => !(name in settings)),
      [],
    );
  });

  test('where requests go and what is run are settings of the machine', () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    for (const name of ['getcode.interpreter', 'getcode.server.path', 'getcode.server.baseUrl']) {
      assert.equal(settings[name]?.scope, 'machine', name);
      assert.ok(restrictedConfigurations.includes(name), name);
    }
  });
});
