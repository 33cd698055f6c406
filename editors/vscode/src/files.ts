/** The commands that begin with a file: describing a PDF or an image, and what could not be written. */
import { execFile } from 'node:child_process';
import * as path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { ExecuteCommandRequest, type LanguageClient } from 'vscode-languageclient/node';
import type { Keys } from './keys';
import { serverProgram } from './server';

const run = promisify(execFile);
const PICTURES = ['pdf', 'png', 'jpg', 'jpeg', 'webp', 'gif'];

/** Replace the comment at the cursor by what the service sees in a file: one that was given, or one to choose. */
export async function describeFile(client: LanguageClient, given: vscode.Uri | undefined): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) {
    void vscode.window.showInformationMessage('Open a file and put the cursor into the comment to replace.');
    return;
  }
  const [chosen] =
    given === undefined
      ? ((await vscode.window.showOpenDialog({
          title: 'Describe as a Prompt',
          openLabel: 'Describe',
          filters: { 'PDF and images': PICTURES },
        })) ?? [])
      : [given];
  if (!chosen) {
    return;
  }
  const { uri, version } = client.code2ProtocolConverter.asVersionedTextDocumentIdentifier(editor.document);
  const range = client.code2ProtocolConverter.asRange(editor.selection);
  await client.sendRequest(ExecuteCommandRequest.type, {
    command: 'getcode.describe',
    arguments: [{ uri, version, range, file: mention(editor.document, chosen) }],
  });
}

/** A file as a comment of the document would name it: from the document's folder, or from the workspace's. */
function mention(document: vscode.TextDocument, file: vscode.Uri): string {
  const found = document.isUntitled
    ? vscode.workspace.asRelativePath(file, false)
    : path.relative(path.dirname(document.uri.fsPath), file.fsPath);
  return found.replaceAll('\\', '/');
}

/** One text of the recovery folder, as `getcode-lsp recover --json` lists it. */
interface Kept {
  readonly path: string;
  readonly from: string;
  readonly bytes: number;
  readonly firstLine: string;
}

/** Choose a text that could not be written, and open it. */
export async function recover(
  context: vscode.ExtensionContext,
  keys: Keys,
  log: (line: string) => void,
): Promise<void> {
  const program = await serverProgram(context, keys, log);
  const words = [...(program.args ?? []), 'recover', '--json'];
  const { stdout } = await run(program.command, words, {
    env: program.options?.env,
    cwd: program.options?.cwd,
  });
  const kept: Kept[] = JSON.parse(stdout);
  if (kept.length === 0) {
    void vscode.window.showInformationMessage('Everything that was generated could be written.');
    return;
  }
  const items = kept.map((entry) => ({
    label: entry.from,
    description: `${entry.bytes.toLocaleString()} bytes`,
    detail: entry.firstLine,
    path: entry.path,
  }));
  const chosen = await vscode.window.showQuickPick(items, { title: 'Text That Could Not Be Written' });
  if (chosen) {
    await vscode.window.showTextDocument(vscode.Uri.file(chosen.path));
  }
}
