/** The server process and the connection to it: started, started anew when what it was started with changes, ended. */
import * as vscode from 'vscode';
import {
  LanguageClient,
  type MessageActionItem,
  ShowMessageRequest,
  State,
} from 'vscode-languageclient/node';
import { Applier } from './apply';
import type { Keys } from './keys';
import { cancelling, Progress } from './progress';
import { serverProgram } from './server';

/** The buttons of the server's messages that the editor answers better than the server: see `docs/protocol.md`. */
const SET_KEY = 'Set a key';

export class Connection implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private turn: Promise<void> = Promise.resolve();
  private waiting = false;
  private readonly applier = new Applier();
  readonly progress = new Progress(cancelling(() => this.client));
  readonly output = vscode.window.createOutputChannel('GetCode', { log: true });

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly keys: Keys,
    private readonly enterKey: () => Promise<boolean>,
  ) {
    this.progress.onIdle(() => this.applier.finish());
  }

  /** The client that runs; undefined where none does. */
  get running(): LanguageClient | undefined {
    return this.client?.state === State.Running ? this.client : undefined;
  }

  /** Start, or start anew. Calls that come while one is under way become one more after it. */
  restart(): Promise<void> {
    if (!this.waiting) {
      this.waiting = true;
      const before = this.turn;
      this.turn = (async () => {
        await before.catch(() => undefined);
        this.waiting = false;
        await this.end();
        await this.begin();
      })();
    }
    return this.turn;
  }

  /** The client that runs, after a start that is under way; undefined where none does. */
  async ready(): Promise<LanguageClient | undefined> {
    await this.turn.catch(() => undefined);
    return this.running;
  }

  async stop(): Promise<void> {
    await this.turn.catch(() => undefined);
    await this.end();
  }

  dispose(): void {
    this.progress.dispose();
    this.applier.dispose();
    this.output.dispose();
  }

  private async begin(): Promise<void> {
    const program = await serverProgram(this.context, this.keys, (line) => this.output.info(line));
    const client = new LanguageClient('getcode', 'GetCode', program, {
      documentSelector: [{ scheme: 'file' }, { scheme: 'untitled' }, { scheme: 'vscode-notebook-cell' }],
      outputChannel: this.output,
      initializationOptions: {
        client: { name: 'getcode-vscode', version: this.version, honestRefusals: true, showsResults: true },
      },
      middleware: {
        workspace: {
          handleApplyEdit: (params, next) => this.applier.apply(params, (given) => next(given, NO_TOKEN)),
        },
        handleWorkDoneProgress: (token, value, next) => {
          this.progress.handle(token, value);
          if (value.kind === 'end') {
            next(token, value); // lets go of the token; VS Code's own display was never begun
          }
        },
      },
    });
    client.onRequest(ShowMessageRequest.type, (params) =>
      this.ask(params.type, params.message, params.actions ?? []),
    );
    client.onDidChangeState((change) => {
      void vscode.commands.executeCommand('setContext', 'getcode.running', change.newState === State.Running);
      if (change.newState !== State.Running) {
        this.progress.clear();
      }
    });
    this.client = client;
    await client.start();
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.progress.clear();
    if (client && client.state !== State.Stopped) {
      await client
        .stop()
        .catch((error: unknown) => this.output.warn(`The server did not end by itself: ${error}`));
    }
    await client?.dispose();
  }

  private get version(): string {
    return String(this.context.extension.packageJSON.version);
  }

  private async ask(
    type: number,
    message: string,
    actions: MessageActionItem[],
  ): Promise<MessageActionItem | null> {
    const show = [undefined, vscode.window.showErrorMessage, vscode.window.showWarningMessage][type];
    const titles = actions.map((action) => action.title);
    const chosen = await (show ?? vscode.window.showInformationMessage)(message, ...titles);
    if (chosen === SET_KEY) {
      await this.enterKey();
      return null;
    }
    return actions.find((action) => action.title === chosen) ?? null;
  }
}

const NO_TOKEN = new vscode.CancellationTokenSource().token;
