/** The commands of the palette, menus and keys: each asks the server for the action at the cursor and runs it. */
import * as vscode from 'vscode';
import {
  type CodeAction,
  CodeActionRequest,
  ExecuteCommandRequest,
  type LanguageClient,
} from 'vscode-languageclient/node';
import type { Connection } from './connection';
import { describeFile } from './files';

const KIND = 'refactor.rewrite.getcode';

/** Which code action stands behind a command, what goes with it, and what is said where there is none. */
interface Action {
  readonly kind: string;
  readonly more?: Record<string, string>;
  readonly missing: string;
}

const ACTIONS: Record<string, Action> = {
  generate: { kind: 'generate', missing: 'There is no comment at the cursor to generate from.' },
  generateNew: {
    kind: 'generate',
    more: { into: 'new' },
    missing: 'There is no comment at the cursor to generate from.',
  },
  improve: { kind: 'improve', missing: 'There is no comment at the cursor to improve.' },
  regenerate: { kind: 'regenerate', missing: 'Nothing was generated at the cursor.' },
  discard: { kind: 'discard', missing: 'Nothing was generated at the cursor.' },
};

/** `restart` starts the server anew and tells the user where that fails. */
export function registerCommands(
  context: vscode.ExtensionContext,
  connection: Connection,
  restart: () => Promise<void>,
): void {
  const register = (name: string, run: (...words: unknown[]) => unknown) =>
    context.subscriptions.push(vscode.commands.registerCommand(`getcodeLsp.${name}`, run));
  for (const [name, action] of Object.entries(ACTIONS)) {
    register(name, () => act(connection, action, restart));
  }
  register('describe', async (file) => {
    const client = await clientOf(connection, restart);
    if (client) {
      await describeFile(client, file instanceof vscode.Uri ? file : undefined);
    }
  });
  register('cancel', () => cancel(connection));
  register('showUsage', () => showUsage(connection, restart));
  register('showOutput', () => connection.output.show());
  register('restart', restart);
}

/** The client, or undefined with a message that says what to do. */
async function clientOf(
  connection: Connection,
  restart: () => Promise<void>,
): Promise<LanguageClient | undefined> {
  const client = await connection.ready();
  if (!client) {
    void vscode.window
      .showWarningMessage('The GetCode server is not running.', 'Start It', 'Show Output')
      .then((chosen) =>
        chosen === 'Start It' ? restart() : chosen === 'Show Output' ? connection.output.show() : undefined,
      );
  }
  return client;
}

async function act(connection: Connection, action: Action, restart: () => Promise<void>): Promise<void> {
  const client = await clientOf(connection, restart);
  const editor = vscode.window.activeTextEditor;
  if (!client || !editor) {
    return;
  }
  const kind = `${KIND}.${action.kind}`;
  const range = client.code2ProtocolConverter.asRange(editor.selection);
  const found = await client.sendRequest(CodeActionRequest.type, {
    textDocument: client.code2ProtocolConverter.asTextDocumentIdentifier(editor.document),
    range,
    context: { diagnostics: [], only: [kind] },
  });
  const offered = found?.find((each): each is CodeAction => 'kind' in each && each.kind === kind);
  if (!offered?.command) {
    void vscode.window.showInformationMessage(action.missing);
    return;
  }
  const [argument] = offered.command.arguments ?? [];
  await client.sendRequest(ExecuteCommandRequest.type, {
    command: offered.command.command,
    arguments: [{ ...argument, ...action.more }],
  });
}

/** Cancel everything that is under way. */
async function cancel(connection: Connection): Promise<void> {
  await connection.running?.sendRequest(ExecuteCommandRequest.type, {
    command: 'getcode.cancel',
    arguments: [],
  });
}

interface Usage {
  readonly generations: number;
  readonly improvements: number;
  readonly tokens: number;
  readonly improveTokens: number;
}

async function showUsage(connection: Connection, restart: () => Promise<void>): Promise<void> {
  const client = await clientOf(connection, restart);
  if (!client) {
    return;
  }
  const usage: Usage = await client.sendRequest(ExecuteCommandRequest.type, {
    command: 'getcode.usage',
    arguments: [],
  });
  const tokens = (usage.tokens + usage.improveTokens).toLocaleString();
  void vscode.window.showInformationMessage(
    `GetCode in this session: ${usage.generations} generations, ${usage.improvements} improvements, ${tokens} tokens.`,
  );
}
