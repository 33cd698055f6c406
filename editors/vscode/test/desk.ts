/** What the tests ask of Python's side: keys pressed in the window, what it shows, answers of the fake API. */
import * as http from 'node:http';
import * as vscode from 'vscode';
import { until } from './waiting';

/** Make a call there; its result. */
export async function desk<T>(...call: [name: string, ...words: unknown[]]): Promise<T> {
  const body = JSON.stringify(call);
  return new Promise<T>((resolve, reject) => {
    const request = http.request(
      process.env.GETCODE_TEST_DESK ?? '',
      { method: 'POST', headers: { 'Content-Length': Buffer.byteLength(body) } },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const answer = JSON.parse(Buffer.concat(parts).toString());
          if (response.statusCode === 200) {
            resolve(answer);
          } else {
            reject(new Error(answer));
          }
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** Press keys, as `Control+Alt+g`. */
export async function press(...keys: string[]): Promise<void> {
  for (const key of keys) {
    await desk('press', key);
  }
}

/** The texts of the messages and progresses that are there; a window that runs tests pops none up, but lists them. */
export async function messages(): Promise<string[]> {
  await vscode.commands.executeCommand('notifications.showList');
  return desk('texts', '.notifications-center .notification-list-item');
}

/** Wait for a message that has all these words. */
export async function says(...words: string[]): Promise<void> {
  let texts: string[] = [];
  await until(`a message with ${words}`, async () => {
    texts = await messages();
    return texts.some((text) => words.every((word) => text.includes(word)));
  }).catch((error: Error) => {
    throw new Error(`${error.message}; there are ${JSON.stringify(texts)}`);
  });
}

/** Forget them. */
export async function clearMessages(): Promise<void> {
  await vscode.commands.executeCommand('notifications.clearAll');
  await vscode.commands.executeCommand('notifications.hideList');
}
