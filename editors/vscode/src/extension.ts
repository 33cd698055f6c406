/** The extension: puts its parts together when VS Code starts it. */
import * as vscode from 'vscode';
import { registerCommands } from './commands';
import { Connection } from './connection';
import { recover } from './files';
import { Keys, problemOf } from './keys';
import { baseUrl, NoServerError, startedWith } from './server';

/** What this extension's own tests look at; to other extensions it shows nothing, for there are keys in it. */
export interface Api {
  readonly connection: Connection;
  readonly context: vscode.ExtensionContext;
  readonly keys: Keys;
}

export async function activate(context: vscode.ExtensionContext): Promise<Api | undefined> {
  const keys = new Keys(context.secrets);
  let settings = startedWith();
  const connection: Connection = new Connection(context, keys, () => enterKey(keys, connection));
  context.subscriptions.push(connection);
  registerCommands(context, connection, () => start(connection));
  context.subscriptions.push(
    vscode.commands.registerCommand('getcodeLsp.setApiKey', () => enterKey(keys, connection)),
    vscode.commands.registerCommand('getcodeLsp.signOut', async () => {
      await keys.remove(baseUrl());
      await start(connection);
      void vscode.window.showInformationMessage(`The key for ${baseUrl()} is removed.`);
    }),
    vscode.commands.registerCommand('getcodeLsp.recover', () =>
      recover(context, keys, (line) => connection.output.info(line)),
    ),
    vscode.commands.registerCommand('getcodeLsp.startLocalService', () => useService('local')),
    vscode.commands.registerCommand('getcodeLsp.stopLocalService', () => useService('hosted')),
    vscode.workspace.onDidChangeConfiguration(() => {
      const before = settings;
      settings = startedWith();
      if (settings !== before) {
        void start(connection);
      }
    }),
  );
  await start(connection);
  active = connection;
  return context.extensionMode === vscode.ExtensionMode.Test ? { connection, context, keys } : undefined;
}

let active: Connection | undefined;

export async function deactivate(): Promise<void> {
  await active?.stop();
}

async function start(connection: Connection): Promise<void> {
  try {
    await connection.restart();
  } catch (error) {
    if (error instanceof NoServerError) {
      const help = 'How to Get Python';
      void vscode.window.showErrorMessage(error.message, help).then((chosen) => {
        if (chosen === help) {
          void vscode.commands.executeCommand(
            'workbench.action.openWalkthrough',
            'getcode.getcode-lsp#getcode',
            false,
          );
        }
      });
    } else {
      connection.output.error(String(error));
      void vscode.window
        .showErrorMessage('The GetCode server did not start; its output says why.', 'Show Output')
        .then((chosen) => chosen && connection.output.show());
    }
  }
}

/** The local service starts with the first request to it, and ends when another is used. */
async function useService(service: 'local' | 'hosted'): Promise<void> {
  const settings = vscode.workspace.getConfiguration('getcode');
  await settings.update('service', service, vscode.ConfigurationTarget.Global);
  void vscode.window.showInformationMessage(
    service === 'local'
      ? 'The local service answers from now on: it starts with the first request, and needs no key.'
      : `${baseUrl()} answers from now on.`,
  );
}

/** Ask for the key, unseen; whether one was kept. The server that is started anew has it in its environment. */
async function enterKey(keys: Keys, connection: Connection): Promise<boolean> {
  const origin = baseUrl();
  const key = await vscode.window.showInputBox({
    title: 'GetCode API Key',
    prompt: `The key for ${origin}`,
    password: true,
    ignoreFocusOut: true,
    validateInput: problemOf,
  });
  if (!key) {
    return false;
  }
  await keys.set(origin, key.trim());
  await start(connection);
  void vscode.window.showInformationMessage(`The key for ${origin} is kept: generate again.`);
  return true;
}
