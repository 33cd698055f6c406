/** Finds a Python that can run the bundled server. */
import { execFile } from 'node:child_process';
import * as path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';

const run = promisify(execFile);
const LEAST = [3, 10] as const;
const PROBE_MS = 10_000;

/** A command line that starts Python: `py -3` has two words. */
export type Interpreter = readonly [string, ...string[]];

/** The part of the Python extension's interface that is used here. */
interface PythonExtension {
  readonly environments?: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(
      environment: unknown,
    ): Promise<{ readonly executable: { readonly uri?: vscode.Uri } } | undefined>;
  };
}

/**
 * The first interpreter that is Python 3.10 or newer: the one that is `set`, if any, and no other; else the Python
 * extension's, the ones on PATH.
 *
 * In a workspace that is not trusted the Python extension's choice is passed over: it may lie in the repository.
 */
export async function findInterpreter(
  set: string,
  log: (line: string) => void,
): Promise<Interpreter | undefined> {
  if (set) {
    return (await isFit([set], log)) ? [set] : undefined;
  }
  const chosen = vscode.workspace.isTrusted ? await chosenInterpreter() : undefined;
  const candidates: Interpreter[] = chosen ? [[chosen]] : [];
  candidates.push(['python3'], ['python'], ...(process.platform === 'win32' ? [['py', '-3'] as const] : []));
  for (const candidate of candidates) {
    if (await isFit(candidate, log)) {
      return candidate;
    }
  }
  return undefined;
}

async function chosenInterpreter(): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension<PythonExtension>('ms-python.python');
  if (!extension) {
    return undefined;
  }
  try {
    const environments = (await extension.activate())?.environments;
    const environment = await environments?.resolveEnvironment(environments.getActiveEnvironmentPath());
    return environment?.executable.uri?.fsPath;
  } catch {
    return undefined; // another extension's trouble is no reason to fail here
  }
}

async function isFit(interpreter: Interpreter, log: (line: string) => void): Promise<boolean> {
  const [program, ...words] = interpreter;
  const code = 'import sys; print("%d %d" % sys.version_info[:2])';
  try {
    // From the program's own folder, never from the workspace: Python imports from where it is started.
    const cwd = path.isAbsolute(program) ? path.dirname(program) : __dirname;
    const { stdout } = await run(program, [...words, '-I', '-c', code], {
      timeout: PROBE_MS,
      windowsHide: true,
      cwd,
    });
    const [, major, minor] = (/^(\d+) (\d+)\s*$/.exec(stdout) ?? []).map(Number);
    if (major === undefined || minor === undefined) {
      log(`${interpreter.join(' ')} is no Python`);
      return false;
    }
    const fits = major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1]);
    log(
      `${interpreter.join(' ')} is Python ${major}.${minor}${fits ? '' : `; ${LEAST.join('.')} or newer is needed`}`,
    );
    return fits;
  } catch {
    log(`${interpreter.join(' ')} can't be run`);
    return false;
  }
}
