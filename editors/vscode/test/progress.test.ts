/** What is shown while a generation is under way, and how long. */
import * as assert from 'node:assert/strict';
import type { ProgressToken } from 'vscode-languageclient/node';
import { Progress } from '../src/progress';
import { clearMessages, desk, messages, press, says } from './desk';
import { setForUser, unsetAll } from './settings';
import { until } from './waiting';

const ROWS = '.quick-input-widget:visible .monaco-list-row';

suite('progress', () => {
  let cancelled: ProgressToken[];
  let idle: number;
  let progress: Progress;

  setup(async () => {
    await clearMessages();
    cancelled = [];
    idle = 0;
    progress = new Progress((token) => cancelled.push(token));
    progress.onIdle(() => {
      idle += 1;
    });
  });

  teardown(async () => {
    progress.dispose();
    await clearMessages();
    await unsetAll();
  });

  const begin = (token: ProgressToken, title = 'GetCode: generating', message = 'a.py') =>
    progress.handle(token, { kind: 'begin', title, message, cancellable: true });
  const report = (token: ProgressToken, message: string) =>
    progress.handle(token, { kind: 'report', message });
  const end = (token: ProgressToken) => progress.handle(token, { kind: 'end' });

  const showsNothing = () =>
    until('no message', async () => !(await messages()).some((text) => text.includes('GetCode')));

  /** Whether \`getcode.streaming\` holds: the palette has our Cancel only then. */
  async function isStreaming(): Promise<boolean> {
    await press('F1');
    await until('the palette', async () => (await desk<number>('count', ROWS)) > 0);
    await desk('type', 'GetCode: ');
    const rows = await until('our commands', async () => {
      const texts = await desk<string[]>('texts', ROWS);
      return texts.some((text) => text.includes('Show Usage')) && texts;
    });
    await press('Escape');
    return rows.some((text) => text.includes('GetCode: Cancel'));
  }

  test('a generation is shown from its first to its last word', async () => {
    begin(1);
    await says('GetCode: generating', 'a.py');
    report(1, 'You are next in line.');
    await says('GetCode: generating', 'You are next in line.');
    report(1, '120 characters, 60/s');
    await says('120 characters, 60/s');
    assert.ok(progress.running);
    end(1);
    await showsNothing();
    assert.ok(!progress.running);
    assert.equal(idle, 1);
  });

  test('it ends exactly once', async () => {
    begin(1);
    await says('GetCode');
    end(1);
    end(1);
    report(1, 'late');
    progress.clear();
    await showsNothing();
    assert.equal(idle, 1);
  });

  test('one that begins and ends at once leaves nothing behind', async () => {
    for (let token = 0; token < 5; token += 1) {
      begin(token);
      end(token);
    }
    await showsNothing();
    assert.equal(idle, 5);
  });

  test('keys know of it while it lasts', async () => {
    assert.equal(await isStreaming(), false);
    begin(1);
    assert.equal(await isStreaming(), true);
    end(1);
    assert.equal(await isStreaming(), false);
  });

  test('of two the first end changes nothing for keys', async () => {
    begin('one');
    begin('two');
    end('one');
    assert.equal(idle, 0);
    assert.equal(await isStreaming(), true);
    end('two');
    assert.equal(idle, 1);
    assert.equal(await isStreaming(), false);
  });

  test('its button cancels this one, and it stays until the server ends it', async () => {
    begin('one', 'GetCode: generating', 'one.py');
    await says('one.py');
    await desk('click', '.notifications-center .monaco-button:has-text("Cancel")');
    await until('the cancel', () => cancelled.length > 0);
    assert.deepEqual(cancelled, ['one']);
    assert.ok(progress.running);
    end('one');
    await showsNothing();
  });

  test('when the server goes nothing is left', async () => {
    begin('one');
    begin('two');
    await says('GetCode');
    progress.clear();
    await showsNothing();
    assert.equal(idle, 1);
    assert.equal(await isStreaming(), false);
  });

  test('the status bar has it where the user likes that better', async () => {
    await setForUser('getcode.progress', 'statusBar');
    begin(1, 'GetCode: generating', 'in the bar');
    await until('the bar', async () =>
      (await desk<string[]>('texts', '.part.statusbar')).some((text) => text.includes('in the bar')),
    );
    end(1);
    await until('the bar without it', async () =>
      (await desk<string[]>('texts', '.part.statusbar')).every((text) => !text.includes('in the bar')),
    );
  });
});
