/** Shows what is under way where it can be cancelled, and says so to `when` clauses as `getcode.streaming`. */
import * as vscode from 'vscode';
import type {
  LanguageClient,
  ProgressToken,
  WorkDoneProgressBegin,
  WorkDoneProgressEnd,
  WorkDoneProgressReport,
} from 'vscode-languageclient/node';

type Value = WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd;

interface Work {
  readonly show: (message: string) => void;
  readonly end: () => void;
}

export class Progress implements vscode.Disposable {
  private readonly works = new Map<ProgressToken, Work>();
  private readonly idle = new vscode.EventEmitter<void>();
  /** Nothing is under way any more. */
  readonly onIdle = this.idle.event;

  constructor(private readonly cancel: (token: ProgressToken) => void) {}

  /** Take in one `$/progress`; false where it is not one of ours to show. */
  handle(token: ProgressToken, value: Value): void {
    if (value.kind === 'begin') {
      this.begin(token, value);
    } else if (value.kind === 'report') {
      this.works.get(token)?.show(value.message ?? '');
    } else {
      this.end(token);
    }
  }

  get running(): boolean {
    return this.works.size > 0;
  }

  /** The server has gone: what it said last ends nothing. */
  clear(): void {
    for (const token of [...this.works.keys()]) {
      this.end(token);
    }
  }

  dispose(): void {
    this.clear();
    this.idle.dispose();
  }

  private begin(token: ProgressToken, value: WorkDoneProgressBegin): void {
    this.end(token);
    const place = vscode.workspace.getConfiguration('getcode').get<string>('progress', 'notification');
    const work =
      place === 'statusBar'
        ? inStatusBar(value.title)
        : inNotification(value.title, () => this.cancel(token));
    this.works.set(token, work);
    work.show(value.message ?? '');
    this.tell();
  }

  private end(token: ProgressToken): void {
    const work = this.works.get(token);
    if (!work) {
      return;
    }
    this.works.delete(token);
    work.end();
    this.tell();
    if (!this.running) {
      this.idle.fire();
    }
  }

  private tell(): void {
    void vscode.commands.executeCommand('setContext', 'getcode.streaming', this.running);
  }
}

/** A notification with a Cancel button. */
function inNotification(title: string, cancel: () => void): Work {
  let report: vscode.Progress<{ message: string }> | undefined;
  let latest = '';
  let finish: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const location = vscode.ProgressLocation.Notification;
  void vscode.window.withProgress({ location, title, cancellable: true }, (progress, cancellation) => {
    report = progress;
    progress.report({ message: latest });
    cancellation.onCancellationRequested(cancel);
    return ended;
  });
  return {
    show: (message) => {
      latest = message;
      report?.report({ message });
    },
    end: finish,
  };
}

/** An item of the status bar that cancels when it is clicked: VS Code's own progress there can't be. */
function inStatusBar(title: string): Work {
  const item = vscode.window.createStatusBarItem('getcode.progress', vscode.StatusBarAlignment.Left, 100);
  item.name = 'GetCode Progress';
  item.command = 'getcodeLsp.cancel';
  item.tooltip = 'Click to cancel';
  item.show();
  return {
    show: (message) => {
      item.text = `$(sync~spin) ${title}${message ? `: ${message}` : ''}`;
    },
    end: () => item.dispose(),
  };
}

/** The cancel notification for one progress. */
export function cancelling(client: () => LanguageClient | undefined): (token: ProgressToken) => void {
  return (token) => void client()?.sendNotification('window/workDoneProgress/cancel', { token });
}
