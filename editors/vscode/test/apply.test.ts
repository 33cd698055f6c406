/** How the edits of the server go into real editors: undo steps, refusals, cursors. */
import * as assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as vscode from 'vscode';
import type { ApplyWorkspaceEditParams, ApplyWorkspaceEditResult } from 'vscode-languageclient/node';
import { Applier } from '../src/apply';
import { closeAll, insertion, opened, place, textBecomes, textOf } from './documents';
import { until } from './waiting';

const BEFORE = 'import os\n# make x\n\nend\n';
const COMMENT_END = new vscode.Position(1, 8);

suite('apply', () => {
  let applier: Applier;
  let passedOn: ApplyWorkspaceEditParams[];

  setup(() => {
    applier = new Applier();
    passedOn = [];
  });

  teardown(async () => {
    await closeAll();
  });

  /** What the language client does with an edit that is not ours to apply. */
  async function next(params: ApplyWorkspaceEditParams): Promise<ApplyWorkspaceEditResult> {
    passedOn.push(params);
    const edit = new vscode.WorkspaceEdit();
    for (const change of params.edit.documentChanges ?? []) {
      if ('edits' in change) {
        for (const { range, newText } of change.edits as { range: vscode.Range; newText: string }[]) {
          const { start, end } = range;
          const where = new vscode.Range(start.line, start.character, end.line, end.character);
          edit.replace(vscode.Uri.parse(change.textDocument.uri), where, newText);
        }
      }
    }
    return { applied: await vscode.workspace.applyEdit(edit) };
  }

  const apply = (params: ApplyWorkspaceEditParams) => applier.apply(params, next);

  /** Stream lines below the comment, one edit each; where the next one goes. */
  async function stream(
    editor: vscode.TextEditor,
    from: vscode.Position,
    ...lines: string[]
  ): Promise<vscode.Position> {
    let at = from;
    for (const line of lines) {
      const result = await apply(insertion(editor.document, at, `\n${line}`));
      assert.deepEqual(result, { applied: true });
      at = new vscode.Position(at.line + 1, line.length);
    }
    return at;
  }

  test('many edits are one undo step, and one redo', async () => {
    const editor = await opened(BEFORE);
    const lines = Array.from({ length: 30 }, (_, number) => `line ${number}`);
    await stream(editor, COMMENT_END, ...lines);
    const after = BEFORE.replace('# make x\n', `# make x\n${lines.join('\n')}\n`);
    await textBecomes(editor, after);
    await vscode.commands.executeCommand('undo');
    await textBecomes(editor, BEFORE);
    await vscode.commands.executeCommand('redo');
    await textBecomes(editor, after);
    assert.deepEqual(passedOn, []);
  });

  test('what the user types in between keeps an undo step of its own', async () => {
    const editor = await opened(BEFORE);
    const at = await stream(editor, COMMENT_END, 'a', 'b');
    await place(editor, new vscode.Position(0, 9));
    await vscode.commands.executeCommand('type', { text: '!' });
    await until('the key', () => textOf(editor).startsWith('import os!'));
    await stream(editor, at, 'c', 'd');
    await textBecomes(editor, 'import os!\n# make x\na\nb\nc\nd\n\nend\n');
    for (const text of [
      'import os!\n# make x\na\nb\n\nend\n',
      'import os\n# make x\na\nb\n\nend\n',
      BEFORE,
    ]) {
      await vscode.commands.executeCommand('undo');
      await textBecomes(editor, text);
    }
  });

  test('what was typed just before is not undone along with it', async () => {
    const editor = await opened(BEFORE);
    await place(editor, COMMENT_END);
    await vscode.commands.executeCommand('type', { text: 'y' });
    await until('the key', () => textOf(editor).includes('xy'));
    await stream(editor, COMMENT_END.translate(0, 1), 'a');
    await vscode.commands.executeCommand('undo');
    await textBecomes(editor, BEFORE.replace('x', 'xy'));
  });

  test('the next generation has an undo step of its own', async () => {
    const editor = await opened(BEFORE);
    const at = await stream(editor, COMMENT_END, 'a', 'b');
    applier.finish();
    await stream(editor, at, 'c', 'd');
    await vscode.commands.executeCommand('undo');
    await textBecomes(editor, 'import os\n# make x\na\nb\n\nend\n');
    await vscode.commands.executeCommand('undo');
    await textBecomes(editor, BEFORE);
  });

  test('an edit for an older text is refused with the reason', async () => {
    const editor = await opened(BEFORE);
    const stale = editor.document.version;
    await vscode.commands.executeCommand('type', { text: '!' });
    await until('the key', () => editor.document.version > stale);
    const text = textOf(editor);
    const result = await apply(insertion(editor.document, COMMENT_END, '\na', stale));
    assert.deepEqual(result, { applied: false, failureReason: 'The text has changed.' });
    assert.equal(textOf(editor), text);
    assert.deepEqual(passedOn, []);
  });

  test('an edit for a file that was closed is refused, and the file stays closed', async () => {
    const editor = await opened(BEFORE);
    const { document } = editor;
    const edit = insertion(document, COMMENT_END, '\na');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await until('it closed', () => document.isClosed);
    assert.deepEqual(await apply(edit), { applied: false, failureReason: 'The file is not open any more.' });
    assert.deepEqual(passedOn, []);
    assert.equal(vscode.window.tabGroups.all.flatMap((group) => group.tabs).length, 0);
    assert.equal(await fs.readFile(document.uri.fsPath, 'utf8'), BEFORE);
  });

  test('a file that is closed while its edit waits is refused at once', async () => {
    const { document } = await opened(BEFORE);
    await opened('another');
    const answer = apply(insertion(document, COMMENT_END, '\na'));
    const tab = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .find(
        ({ input }) =>
          input instanceof vscode.TabInputText && input.uri.toString() === document.uri.toString(),
      );
    assert.ok(tab);
    await vscode.window.tabGroups.close(tab);
    await until('it closed', () => document.isClosed);
    assert.equal((await answer).applied, false);
    assert.deepEqual(passedOn, []);
  });

  test('a file that an extension holds open stays without a tab', async () => {
    const { document } = await opened(BEFORE, async (uri) => {
      await vscode.workspace.openTextDocument(uri); // VS Code holds it for minutes
    });
    await closeAll();
    assert.ok(!document.isClosed);
    const answer = await apply(insertion(document, COMMENT_END, '\na'));
    assert.deepEqual(answer, { applied: false, failureReason: 'The file is not open any more.' });
    assert.deepEqual(passedOn, []);
    assert.equal(vscode.window.tabGroups.all.flatMap((group) => group.tabs).length, 0);
  });

  test('a file that may not be changed refuses, and the reason says so', async () => {
    const editor = await opened(BEFORE);
    await vscode.commands.executeCommand('workbench.action.files.setActiveEditorReadonlyInSession');
    try {
      const result = await apply(insertion(editor.document, COMMENT_END, '\na'));
      assert.equal(result.applied, false);
      assert.match(result.failureReason ?? '', /read-only/);
      assert.equal(textOf(editor), BEFORE);
      assert.ok(!editor.document.isDirty);
    } finally {
      await vscode.commands.executeCommand('workbench.action.files.resetActiveEditorReadonlyInSession');
    }
    await stream(editor, COMMENT_END, 'a');
    await textBecomes(editor, BEFORE.replace('x\n', 'x\na\n'));
  });

  test('a file behind another tab takes it, and no focus', async () => {
    const { document } = await opened(BEFORE);
    const front = await opened('another');
    const result = await apply(insertion(document, COMMENT_END, '\na'));
    assert.equal(result.applied, true);
    await until('the text', () => document.getText() === BEFORE.replace('x\n', 'x\na\n'));
    assert.equal(vscode.window.activeTextEditor?.document, front.document);
  });

  test('an edit of many files or places is left to the language client', async () => {
    const editor = await opened(BEFORE);
    const one = insertion(editor.document, COMMENT_END, '\na');
    const two = insertion(editor.document, new vscode.Position(0, 0), '# b\n');
    const edits = [...(one.edit.documentChanges ?? []), ...(two.edit.documentChanges ?? [])];
    const params = { edit: { documentChanges: edits } };
    assert.deepEqual(await apply(params), { applied: true });
    assert.deepEqual(passedOn, [params]);
    await textBecomes(editor, '# b\nimport os\n# make x\na\n\nend\n');
  });

  test('a cursor at the end of the comment stays there', async () => {
    const editor = await opened(BEFORE);
    await place(editor, COMMENT_END);
    await stream(editor, COMMENT_END, 'a', 'b');
    await textBecomes(editor, BEFORE.replace('x\n', 'x\na\nb\n'));
    await vscode.commands.executeCommand('type', { text: '!' });
    await textBecomes(editor, BEFORE.replace('x\n', 'x!\na\nb\n'));
  });

  test('a cursor at the end of a comment that ends the file stays there', async () => {
    const editor = await opened('# make x');
    const at = new vscode.Position(0, 8);
    await place(editor, at);
    await stream(editor, at, 'a', 'b');
    await textBecomes(editor, '# make x\na\nb');
    await vscode.commands.executeCommand('type', { text: '!' });
    await textBecomes(editor, '# make x!\na\nb');
  });

  test('a cursor in the line below stays with the text of that line', async () => {
    const editor = await opened('# make x\nend\n');
    await place(editor, new vscode.Position(1, 0));
    await stream(editor, new vscode.Position(0, 8), 'a', 'b');
    await textBecomes(editor, '# make x\na\nb\nend\n');
    await vscode.commands.executeCommand('type', { text: 'the ' });
    await textBecomes(editor, '# make x\na\nb\nthe end\n');
  });

  test('of many cursors each stays with its text', async () => {
    const editor = await opened('# make x\nend\nof it');
    await place(editor, new vscode.Position(0, 8), new vscode.Position(1, 3), new vscode.Position(2, 5));
    await stream(editor, new vscode.Position(0, 8), 'a', 'b');
    await textBecomes(editor, '# make x\na\nb\nend\nof it');
    await vscode.commands.executeCommand('type', { text: '!' });
    await textBecomes(editor, '# make x!\na\nb\nend!\nof it!');
  });

  test('lines that end in CRLF stay so', async () => {
    const editor = await opened('# make x\r\nend\r\n');
    await apply(insertion(editor.document, new vscode.Position(0, 8), '\r\na'));
    await apply(insertion(editor.document, new vscode.Position(1, 1), '\r\nb'));
    await textBecomes(editor, '# make x\r\na\r\nb\r\nend\r\n');
  });

  test('two editors of one file: the text is there once', async () => {
    const editor = await opened(BEFORE);
    await vscode.commands.executeCommand('workbench.action.splitEditor');
    await until('two editors', () => vscode.window.visibleTextEditors.length === 2);
    await stream(editor, COMMENT_END, 'a', 'b');
    await textBecomes(editor, BEFORE.replace('x\n', 'x\na\nb\n'));
  });

  test('the view follows the text that it shows', async () => {
    const editor = await opened(`# make x\n${'.\n'.repeat(5)}`);
    await stream(editor, new vscode.Position(0, 8), ...Array.from({ length: 60 }, (_, line) => `${line}`));
    await until('the end in view', () => editor.visibleRanges.some((range) => range.end.line >= 59));
  });

  test('the view stays where the user looks elsewhere', async () => {
    const editor = await opened(`# make x\n${'.\n'.repeat(300)}`);
    editor.revealRange(new vscode.Range(250, 0, 250, 0), vscode.TextEditorRevealType.InCenter);
    await until('elsewhere', () => editor.visibleRanges.every((range) => range.start.line > 100));
    const lines = Array.from({ length: 60 }, (_, line) => `${line}`);
    await stream(editor, new vscode.Position(0, 8), ...lines);
    await textBecomes(editor, `# make x\n${lines.join('\n')}\n${'.\n'.repeat(300)}`);
    assert.ok(editor.visibleRanges.every((range) => range.start.line > 100));
  });
});
