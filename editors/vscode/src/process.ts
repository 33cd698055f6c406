/** The server's process: there is one at a time, and none is left behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Executable } from 'vscode-languageclient/node';

/** How long a server that was told to end may take, in milliseconds. */
const END_MS = 4000;

export class ServerProcess {
  private current: ChildProcess | undefined;

  constructor(private readonly log: (line: string) => unknown) {}

  /** Start a program; rejects where that can't be done. */
  async start({ command, args = [], options }: Executable): Promise<ChildProcess> {
    const started = spawn(command, args, { windowsHide: true, ...options });
    await once(started, 'spawn');
    started.once('exit', (code, signal) =>
      this.log(`The server's process ended (${signal ?? `exit code ${code}`}).`),
    );
    this.current = started;
    return started;
  }

  kill(): void {
    this.current?.kill('SIGKILL');
  }

  /** Resolves when it has ended: by itself, or soon killed. */
  async ended(): Promise<void> {
    const process = this.current;
    this.current = undefined;
    if (!process || process.exitCode !== null || process.signalCode !== null) {
      return;
    }
    const timer = setTimeout(() => process.kill('SIGKILL'), END_MS);
    await once(process, 'exit');
    clearTimeout(timer);
  }
}
