/** What the tests ask of Python's side: keys pressed in the window, what it shows, answers of the fake API. */
import * as http from 'node:http';

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

/** The texts of the messages and progress that the window shows. */
export function messages(): Promise<string[]> {
  return desk('texts', '.notification-list-item-message, .notifications-toasts .notification-toast');
}
