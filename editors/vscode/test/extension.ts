/** Our extension as it runs in this extension host. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Api } from '../src/extension';

export const ID = 'getcode.getcode-lsp';

/** The running extension's parts. */
export async function api(): Promise<Api> {
  const extension = vscode.extensions.getExtension<Api | undefined>(ID);
  assert.ok(extension, `${ID} is not installed`);
  const exported = await extension.activate();
  assert.ok(exported, 'the extension shows its parts in tests');
  return exported;
}
