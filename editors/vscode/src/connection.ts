/** The server process and the connection to it: started, started anew when what it was started with changes, ended. */
import * as vscode from 'vscode';
import {
  CloseAction,
  type CloseHandlerResult,
  ErrorAction,
  type ErrorHandler,
  LanguageClient,
  type MessageActionItem,
  ShowMessageRequest,
  State,
} from 'vscode-languageclient/node';
import { Applier } from './apply';
import type { Keys } from './keys';
import { ServerProcess } from './process';
import { cancelling, Progress } from './progress';
import { serverProgram } from './server';

/** The buttons of the server's messages that the editor answers better than the server: see `docs/protocol.md`. */
const SET_KEY = 'Set a key';

/** How long a program may take to answer as the server, in milliseconds: another one never would. */
const START_MS = 30_000;

/** A client that leaves it to others to tell the user of a first start that fails. */
class Client extends LanguageClient {
  begins = true;

  override error(message: string, data?: unknown, shows: boolean | 'force' = true): void {
    super.error(message, data, this.begins ? false : shows);
  }
}

export class Connection implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private turn: Promise<void> = Promise.resolve();
  private waiting = false;
  private readonly applier = new Applier();
  private readonly process = new ServerProcess((line) => !this.isDisposed && this.output.info(line));
  private isDisposed = false;
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
    if (this.client?.state === State.Starting) {
      await this.client.start().catch(() => undefined); // the one that is under way, after a crash
    }
    return this.running;
  }

  async stop(): Promise<void> {
    await this.turn.catch(() => undefined);
    await this.end();
  }

  dispose(): void {
    this.isDisposed = true;
    this.progress.dispose();
    this.output.dispose();
  }

  private async begin(): Promise<void> {
    const program = await serverProgram(this.context, this.keys, (line) => this.output.info(line));
    const client = new Client('getcode', 'GetCode', () => this.process.start(program), {
      documentSelector: [{ scheme: 'file' }, { scheme: 'untitled' }, { scheme: 'vscode-notebook-cell' }],
      outputChannel: tellingLevel(this.output),
      errorHandler: this.errorHandler(),
      initializationFailedHandler: () => false, // `start` of the extension tells of it
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
    const timer = setTimeout(() => {
      this.output.error(`${program.command} did not answer within ${START_MS / 1000} s.`);
      this.process.kill();
    }, START_MS);
    try {
      await client.start();
    } catch (error) {
      this.process.kill();
      throw error;
    } finally {
      clearTimeout(timer);
      client.begins = false;
    }
  }

  private async end(): Promise<void> {
    const client = this.client;
    if (client?.state === State.Starting) {
      await client.start().catch(() => undefined); // the one that is under way, after a crash
    }
    this.client = undefined;
    this.progress.clear();
    if (client?.state === State.Running) {
      await client
        .dispose()
        .catch((error: unknown) => this.output.warn(`The server did not end by itself: ${error}`));
    }
    await this.process.ended();
  }

  /** A server that crashes is started anew, a few times; one that never ran is not: `start` tells of it. */
  private errorHandler(): ErrorHandler {
    let usual: ErrorHandler | undefined;
    const handler = (): ErrorHandler | undefined => {
      usual ??= this.client?.createDefaultErrorHandler();
      return usual;
    };
    return {
      error: async (error, message, count) => {
        const result = await handler()?.error(error, message, count);
        if (result?.action === ErrorAction.Continue) {
          return result;
        }
        // What nothing can be written to has crashed: a client that shuts down for it would not start it anew.
        this.process.kill();
        return { action: ErrorAction.Continue };
      },
      closed: async (): Promise<CloseHandlerResult> => {
        const result = this.running && (await handler()?.closed());
        if (!result) {
          return { action: CloseAction.DoNotRestart, handled: true };
        }
        if (result.action !== CloseAction.Restart) {
          return result;
        }
        const message = 'The GetCode server crashed and is started anew.';
        void vscode.window
          .showWarningMessage(message, 'Show Output')
          .then((chosen) => chosen && this.output.show());
        return { ...result, message, handled: true };
      },
    };
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

/** The output, to a client that reads its log level when made and listens only once connected: it is told the level then. */
function tellingLevel(output: vscode.LogOutputChannel): vscode.LogOutputChannel {
  const onDidChangeLogLevel: vscode.Event<vscode.LogLevel> = (listener, self, disposables) => {
    const listening = output.onDidChangeLogLevel(listener, self, disposables);
    listener.call(self, output.logLevel);
    return listening;
  };
  return Object.create(output, { onDidChangeLogLevel: { value: onDidChangeLogLevel } });
}

const NO_TOKEN = new vscode.CancellationTokenSource().token;
