/** Documents and editors for the tests, and the edits that a server sends. */
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { ApplyWorkspaceEditParams } from 'vscode-languageclient/node';
import { until } from './waiting';

let count = 0;

/** The folder that is open. */
export function folder(): string {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  if (!first) {
    throw new Error('no folder is open');
  }
  return first.uri.fsPath;
}

/** A new file with a text, shown in an editor that has the focus; `before` is done before it is opened. */
export async function opened(
  text: string,
  before: (uri: vscode.Uri) => Promise<void> = async () => {},
  kind = 'txt',
): Promise<vscode.TextEditor> {
  count += 1;
  const file = path.join(folder(), `file${count}.${kind}`);
  await fs.writeFile(file, text);
  await before(vscode.Uri.file(file));
  // Not by the API, which holds what it opens for minutes: a person's closed file is closed at once.
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file), { preview: false });
  const editor = await until('the editor', () => {
    const active = vscode.window.activeTextEditor;
    return active?.document.uri.fsPath === file ? active : undefined;
  });
  await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  return editor;
}

/** Close all editors; what was not saved is lost. */
export async function closeAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    if (document.isDirty) {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await until('no tab', () => vscode.window.tabGroups.all.every((group) => group.tabs.length === 0));
}

/** Put the cursors there; VS Code does that later than it says. */
export async function place(editor: vscode.TextEditor, ...at: vscode.Position[]): Promise<void> {
  editor.selections = at.map((position) => new vscode.Selection(position, position));
  // Nothing says when the window has it: a command goes the same way, behind it.
  await vscode.commands.executeCommand('noop');
}

/** The text with `\n` for its line ends. */
export function textOf(editor: vscode.TextEditor): string {
  return editor.document.getText();
}

export async function textBecomes(editor: vscode.TextEditor, text: string): Promise<void> {
  const { document } = editor;
  await until(`${JSON.stringify(text)}`, () => document.getText() === text).catch((error: Error) => {
    throw new Error(`${error.message}; there is ${JSON.stringify(document.getText())}`);
  });
}

/** One text insertion, as the server sends it while it streams. */
export function insertion(
  document: vscode.TextDocument,
  at: vscode.Position,
  newText: string,
  version = document.version,
): ApplyWorkspaceEditParams {
  return {
    edit: {
      documentChanges: [
        {
          textDocument: { uri: document.uri.toString(), version },
          edits: [{ range: { start: at, end: at }, newText }],
        },
      ],
    },
  };
}
