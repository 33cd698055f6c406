/** The user's settings, and programs to name in them; a suite puts everything back at its end. */
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';

const changed = new Set<string>();

/** Set one in the user's settings, as `getcode.interpreter`. */
export async function setForUser(name: string, value: unknown): Promise<void> {
  changed.add(name);
  await vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);
}

/** Take back what was set. */
export async function unsetAll(): Promise<void> {
  for (const name of changed) {
    await setForUser(name, undefined);
  }
  changed.clear();
}

/** An empty folder outside the workspace. */
export function outside(): Promise<string> {
  return fs.mkdtemp(path.join(os.tmpdir(), 'getcode-'));
}

/** A shell script of these lines. */
export async function script(folder: string, name: string, ...lines: string[]): Promise<string> {
  const file = path.join(folder, name);
  await fs.writeFile(file, ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o755 });
  return file;
}

/** Do something with an environment variable set, or without it. */
export async function withVariable<T>(
  name: string,
  value: string | undefined,
  action: () => Promise<T>,
): Promise<T> {
  const before = process.env[name];
  const set = (text: string | undefined) => {
    if (text === undefined) {
      delete process.env[name];
    } else {
      process.env[name] = text;
    }
  };
  set(value);
  try {
    return await action();
  } finally {
    set(before);
  }
}
