/**
 * Carries out the `workspace/applyEdit` requests of the server.
 *
 * VS Code's own way makes every edit an undo step of its own and opens closed files again. Here one Ctrl+Z takes a
 * whole generation back, what the user types has steps of its own, and a stale edit is refused with the reason.
 */
import * as vscode from 'vscode';
import type {
  ApplyWorkspaceEditParams,
  ApplyWorkspaceEditResult,
  TextDocumentEdit,
  TextEdit,
} from 'vscode-languageclient/node';

type Next = (params: ApplyWorkspaceEditParams) => PromiseLike<unknown> | unknown;

/** How long an edit waits for its document to be shown again, in milliseconds: only in an editor can steps be joined. */
const HIDDEN_MS = 1000;

export class Applier implements vscode.Disposable {
  /** By document: the version that our last edit made. The next one joins its undo step if nothing came between. */
  private readonly steps = new Map<string, number>();
  private readonly applied = new vscode.EventEmitter<vscode.TextEditor>();
  readonly onApplied = this.applied.event;

  dispose(): void {
    this.applied.dispose();
  }

  /** Nothing is under way any more: the next edit belongs to another generation, with a step of its own. */
  finish(): void {
    this.steps.clear();
  }

  async apply(params: ApplyWorkspaceEditParams, next: Next): Promise<ApplyWorkspaceEditResult> {
    const change = singleEdit(params);
    if (!change) {
      return (await next(params)) as ApplyWorkspaceEditResult;
    }
    const uri = vscode.Uri.parse(change.textDocument.uri).toString();
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri);
    if (!document || document.isClosed) {
      return refused('The file is not open any more.');
    }
    if (isStale(document, change)) {
      return refused('The text has changed.');
    }
    const editor = await editorOf(document);
    if (isStale(document, change)) {
      return refused('The text has changed.');
    }
    if (!editor) {
      this.steps.delete(uri);
      return (await next(params)) as ApplyWorkspaceEditResult;
    }
    return this.write(editor, change.edits[0] as TextEdit, uri, () => next(params));
  }

  private async write(
    editor: vscode.TextEditor,
    edit: TextEdit,
    uri: string,
    otherwise: () => PromiseLike<unknown> | unknown,
  ): Promise<ApplyWorkspaceEditResult> {
    const document = editor.document;
    const { range, text } = spelled(document, edit);
    const joins = this.steps.get(uri) === document.version;
    const follows = editor.visibleRanges.some((visible) => visible.contains(range.end));
    const before = editor.selections;
    const version = document.version;
    let written: boolean;
    try {
      written = await editor.edit((builder) => builder.replace(range, text), {
        undoStopBefore: !joins,
        undoStopAfter: false,
      });
    } catch {
      // The editor went away meanwhile: its tab was closed or shows something else.
      return document.isClosed
        ? refused('The file is not open any more.')
        : ((await otherwise()) as ApplyWorkspaceEditResult);
    }
    if (!written) {
      return refused('The editor did not take the edit; the file may be read-only.');
    }
    // VS Code took it for just that version; the document here hears of the change only later.
    this.steps.set(uri, version + 1);
    if (!joins) {
      keepCursor(editor, before, range);
    }
    if (follows) {
      reveal(editor, range.start, text);
    }
    this.applied.fire(editor);
    // The change goes out to the server first; answered at once, it would come behind the answer.
    await new Promise((resolve) => setImmediate(resolve));
    return { applied: true };
  }
}

/** The text edit that is all there is to a workspace edit: what the server sends while it streams. */
function singleEdit(params: ApplyWorkspaceEditParams): TextDocumentEdit | undefined {
  const changes = params.edit.documentChanges;
  const change = changes?.length === 1 ? changes[0] : undefined;
  return change &&
    'edits' in change &&
    change.edits.length === 1 &&
    change.edits[0] &&
    'newText' in change.edits[0]
    ? change
    : undefined;
}

function isStale(document: vscode.TextDocument, change: TextDocumentEdit): boolean {
  const version = change.textDocument.version;
  return document.isClosed || (version !== null && version !== document.version);
}

/** The editor that shows a document, if one does or soon will. */
async function editorOf(document: vscode.TextDocument): Promise<vscode.TextEditor | undefined> {
  const shown = () => vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const editor = shown();
  if (editor) {
    return editor;
  }
  return new Promise((resolve) => {
    const settle = () => {
      clearTimeout(timer);
      for (const listener of listeners) {
        listener.dispose();
      }
      resolve(document.isClosed ? undefined : shown());
    };
    const listeners = [
      vscode.window.onDidChangeVisibleTextEditors(() => shown() && settle()),
      vscode.workspace.onDidCloseTextDocument((closed) => closed === document && settle()),
      vscode.workspace.onDidChangeTextDocument((changed) => changed.document === document && settle()),
    ];
    const timer = setTimeout(settle, HIDDEN_MS);
  });
}

/**
 * The edit as VS Code's own terms have it.
 *
 * Whole lines behind a line's end are put in as lines below it: then a cursor at the end of the comment stays there.
 */
function spelled(document: vscode.TextDocument, edit: TextEdit): { range: vscode.Range; text: string } {
  const { start, end } = edit.range;
  const range = new vscode.Range(start.line, start.character, end.line, end.character);
  const broken = /^\r?\n/.exec(edit.newText)?.[0];
  const last = range.start.line + 1 >= document.lineCount;
  if (
    !range.isEmpty ||
    !broken ||
    last ||
    document.lineAt(range.start.line).text.length !== range.start.character
  ) {
    return { range, text: edit.newText };
  }
  const below = new vscode.Position(range.start.line + 1, 0);
  return { range: new vscode.Range(below, below), text: edit.newText.slice(broken.length) + broken };
}

/** A cursor where the first text went in was pushed to its end: it goes back to where the user left it. */
function keepCursor(
  editor: vscode.TextEditor,
  before: readonly vscode.Selection[],
  range: vscode.Range,
): void {
  if (
    range.isEmpty &&
    before.some((selection) => selection.isEmpty && selection.active.isEqual(range.start))
  ) {
    editor.selections = before;
  }
}

function reveal(editor: vscode.TextEditor, start: vscode.Position, text: string): void {
  if (!vscode.workspace.getConfiguration('getcode').get<boolean>('followStream', true)) {
    return;
  }
  const lines = text.split('\n').length - 1;
  const end = new vscode.Position(start.line + lines, 0);
  if (!editor.visibleRanges.some((visible) => visible.contains(end))) {
    editor.revealRange(new vscode.Range(end, end), vscode.TextEditorRevealType.Default);
  }
}

function refused(failureReason: string): ApplyWorkspaceEditResult {
  return { applied: false, failureReason };
}
