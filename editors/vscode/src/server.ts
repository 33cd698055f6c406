/** How the server is started: which program, and the environment that tells it where requests go and with which key. */
import * as vscode from 'vscode';
import type { Executable } from 'vscode-languageclient/node';
import { type Keys, originOf } from './keys';
import { findInterpreter } from './python';

/** There is nothing that could run the server; the message is for the user. */
export class NoServerError extends Error {}

export const DEFAULT_BASE_URL = 'https://getcode.one';

/** The machine's own settings: an open repository can't set them (scope `machine` in package.json). */
export function machineSetting(name: string): string {
  const found = vscode.workspace.getConfiguration('getcode').inspect<string>(name);
  return (found?.globalValue ?? found?.defaultValue ?? '').trim();
}

/** The origin that keys are kept for; `local` for the service that needs none. */
export function baseUrl(): string {
  return machineSetting('server.baseUrl') || process.env.GETCODE_BASE_URL?.trim() || DEFAULT_BASE_URL;
}

/** All that settings have to do with how the server is started, for comparison: of an open repository's, nothing. */
export function startedWith(): string {
  const own = ['server.path', 'server.baseUrl', 'interpreter'].map(machineSetting);
  return JSON.stringify([...own, Object.entries(proxyVariables())]);
}

/** The command line and environment of the server. Raises NoServerError where nothing can run it. */
export async function serverProgram(
  context: vscode.ExtensionContext,
  keys: Keys,
  log: (line: string) => void,
): Promise<Executable> {
  const own = machineSetting('server.path');
  const environment = await serverEnvironment(keys, log);
  const cwd = context.extensionUri.fsPath; // never the workspace, which Python would import from
  if (own) {
    return { command: own, options: { env: environment, cwd } };
  }
  const set = machineSetting('interpreter');
  const interpreter = await findInterpreter(set, log);
  if (!interpreter) {
    throw new NoServerError(
      set
        ? `The GetCode server needs Python 3.10 or newer, and ${set} is none; the setting getcode.interpreter names it.`
        : 'No Python 3.10 or newer was found, which the GetCode server runs on.',
    );
  }
  const [command, ...words] = interpreter;
  const libraries = vscode.Uri.joinPath(context.extensionUri, 'bundled', 'libs').fsPath;
  // Compiled anew at each start, the server would take half as long again; the extension's folder stays as it is.
  const compiled = vscode.Uri.joinPath(context.globalStorageUri, 'compiled').fsPath;
  const python = { PYTHONPATH: libraries, PYTHONNOUSERSITE: '1', PYTHONPYCACHEPREFIX: compiled };
  const env = { ...environment, ...python };
  return { command, args: [...words, '-m', 'getcode_lsp'], options: { env, cwd } };
}

async function serverEnvironment(keys: Keys, log: (line: string) => void): Promise<NodeJS.ProcessEnv> {
  const env: NodeJS.ProcessEnv = { ...process.env, ...proxyVariables() };
  const origin = baseUrl();
  env.GETCODE_BASE_URL = origin;
  if (origin === DEFAULT_BASE_URL && !machineSetting('server.baseUrl') && !process.env.GETCODE_BASE_URL) {
    delete env.GETCODE_BASE_URL; // unset means the hosted one, and leaves the setting `service` its say
  }
  if (originOf(origin) !== originOf(process.env.GETCODE_BASE_URL?.trim() || DEFAULT_BASE_URL)) {
    delete env.GETCODE_API_KEY; // that one was given for another origin
  }
  const key = await keptKey(keys, origin, log);
  if (key) {
    env.GETCODE_API_KEY = key;
  }
  return env;
}

/** The key that is kept; none where the system's keyring can't be read, which is no reason to have no server. */
async function keptKey(keys: Keys, origin: string, log: (line: string) => void): Promise<string | undefined> {
  try {
    return await keys.get(origin);
  } catch {
    log("VS Code's secret storage can't be read: there is no key from it.");
    return undefined;
  }
}

/** VS Code's own proxy settings as the variables that the server reads; empty ones are left to the environment. */
export function proxyVariables(): NodeJS.ProcessEnv {
  const http = vscode.workspace.getConfiguration('http');
  const globalOf = <T>(name: string): T | undefined => {
    const found = http.inspect<T>(name);
    return found?.globalValue ?? found?.defaultValue;
  };
  if (globalOf<string>('proxySupport') === 'off') {
    const none = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]);
    return Object.fromEntries(none.map((name) => [name, undefined]));
  }
  const variables: NodeJS.ProcessEnv = {};
  const proxy = globalOf<string>('proxy');
  if (proxy) {
    variables.HTTPS_PROXY = variables.HTTP_PROXY = variables.https_proxy = variables.http_proxy = proxy;
  }
  const without = globalOf<string[]>('noProxy');
  if (without?.length) {
    variables.NO_PROXY = variables.no_proxy = without.join(',');
  }
  return variables;
}
