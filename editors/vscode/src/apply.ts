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
import { moveView, scroll } from './view';

type Next = (params: ApplyWorkspaceEditParams) => PromiseLike<unknown> | unknown;

/** How long an edit waits for its document to be shown again, in milliseconds: only in an editor can steps be joined. */
const HIDDEN_MS = 1000;
/** How long an edit that the editor took may be on its way into the document, in milliseconds. */
const CHANGE_MS = 1000;

export class Applier {
  /** By document: the version that our last edit made. The next one joins its undo step if nothing came between. */
  private readonly steps = new Map<string, number>();

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
      // An extension may hold a document whose tab was closed: VS Code would open it again for the edit.
      return hasTab(document)
        ? ((await next(params)) as ApplyWorkspaceEditResult)
        : refused('The file is not open any more.');
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
    const { range, text, isBelow } = spelled(document, edit);
    const joins = this.steps.get(uri) === document.version;
    const before = editor.selections;
    const version = document.version;
    let taken: boolean;
    try {
      const writing = editor.edit((builder) => builder.replace(range, text), {
        undoStopBefore: !joins,
        undoStopAfter: false,
      });
      const scrolled = moveView(editor, range, text);
      // VS Code says yes for a read-only editor too, and does nothing: the text must have changed.
      taken = (await writing) && (await changes(document, version));
      if (!taken) {
        scroll(editor, -scrolled);
      }
    } catch {
      // The editor went away meanwhile: its tab was closed or shows something else.
      return document.isClosed
        ? refused('The file is not open any more.')
        : ((await otherwise()) as ApplyWorkspaceEditResult);
    }
    if (!taken) {
      return document.isClosed
        ? refused('The file is not open any more.')
        : refused('The editor did not take the edit; the file may be read-only.');
    }
    // VS Code took it for just that version; what the document has by now may hold a key of the user's, too.
    this.steps.set(uri, version + 1);
    if (!joins && !isBelow) {
      keepCursor(editor, before, range);
    }
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
  const { version } = document;
  await settled(document, HIDDEN_MS, () => shown() !== undefined || document.version !== version);
  return document.isClosed ? undefined : shown();
}

/** Whether a document gets past a version, as it soon does behind an edit that was made. */
async function changes(document: vscode.TextDocument, version: number): Promise<boolean> {
  const changed = () => document.version !== version;
  await settled(document, CHANGE_MS, changed);
  return changed();
}

/** Wait until something holds of a document, until it is closed, or for so many milliseconds. */
function settled(document: vscode.TextDocument, ms: number, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (holds() || document.isClosed) {
        settle();
      }
    };
    const settle = () => {
      clearTimeout(timer);
      for (const listener of listeners) {
        listener.dispose();
      }
      resolve();
    };
    const listeners = [
      vscode.window.onDidChangeVisibleTextEditors(look),
      vscode.workspace.onDidCloseTextDocument(look),
      vscode.workspace.onDidChangeTextDocument(look),
    ];
    const timer = setTimeout(settle, ms);
    look();
  });
}

/** Whether a tab has a document; of what is no file of its own (a notebook's cell) that can't be said, so yes. */
function hasTab(document: vscode.TextDocument): boolean {
  if (document.uri.scheme !== 'file' && document.uri.scheme !== 'untitled') {
    return true;
  }
  const uri = document.uri.toString();
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .some(({ input }) =>
      Object.values(input ?? {}).some((part) => part instanceof vscode.Uri && part.toString() === uri),
    );
}

/**
 * The edit as VS Code's own terms have it.
 *
 * Whole lines behind a line's end are put in as lines below it: then a cursor at the end of the comment stays there.
 */
function spelled(
  document: vscode.TextDocument,
  edit: TextEdit,
): { range: vscode.Range; text: string; isBelow: boolean } {
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
    return { range, text: edit.newText, isBelow: false };
  }
  const below = new vscode.Position(range.start.line + 1, 0);
  const text = edit.newText.slice(broken.length) + broken;
  return { range: new vscode.Range(below, below), text, isBelow: true };
}

/** A cursor at the comment's end was pushed to the end of the first text: it goes back to where the user left it. */
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

function refused(failureReason: string): ApplyWorkspaceEditResult {
  return { applied: false, failureReason };
}
