/** Where an editor's view goes while text comes in: with the stream, with the user, or nowhere. */
import * as vscode from 'vscode';

/**
 * Move the view for an edit that has just been sent, before anything of it is painted.
 *
 * What comes in above the view, or above a cursor in view, would push the lines that somebody reads or types in: in the
 * active editor they stay where they are on the screen. Otherwise the view follows the end of the text, if the text
 * goes in within view. Returns how many lines it scrolled by, to be taken back by `scroll` if the edit is refused.
 */
export function moveView(editor: vscode.TextEditor, range: vscode.Range, text: string): number {
  const top = editor.visibleRanges[0]?.start.line;
  const newLines = text.split('\n').length - 1;
  const added = newLines - (range.end.line - range.start.line);
  if (top === undefined || added === 0) {
    return 0;
  }
  const inView = editor.visibleRanges.some((part) => part.contains(range.end));
  if (range.end.line < top || (inView && worksBelow(editor, range.end))) {
    scroll(editor, added);
    return added;
  }
  const end = new vscode.Position(range.start.line + newLines, 0);
  if (inView && !editor.visibleRanges.some((part) => part.contains(end)) && wantsToFollow()) {
    editor.revealRange(new vscode.Range(end, end), vscode.TextEditorRevealType.Default);
  }
  return 0;
}

/**
 * Scroll by lines. Only a command does it without a margin that depends on settings, and for the active editor alone.
 *
 * By `line` VS Code scrolls to the top of another line, past the code lenses between; by `wrappedLine` for so many
 * heights of a line, which is exact where none is wrapped.
 */
export function scroll(editor: vscode.TextEditor, lines: number): void {
  if (lines !== 0 && editor === vscode.window.activeTextEditor) {
    const wraps =
      vscode.workspace.getConfiguration('editor', editor.document).get('wordWrap', 'off') !== 'off';
    const by = wraps ? 'line' : 'wrappedLine';
    const words = { to: lines > 0 ? 'down' : 'up', by, value: Math.abs(lines), revealCursor: false };
    void vscode.commands.executeCommand('editorScroll', words);
  }
}

function worksBelow(editor: vscode.TextEditor, place: vscode.Position): boolean {
  const cursor = editor.selection.active;
  return cursor.line > place.line && editor.visibleRanges.some((part) => part.contains(cursor));
}

function wantsToFollow(): boolean {
  return vscode.workspace.getConfiguration('getcode').get<boolean>('followStream', true);
}
