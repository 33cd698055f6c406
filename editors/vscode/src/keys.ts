/** API keys: kept by VS Code's secret storage, one for each origin, and never anywhere else. */
import type * as vscode from 'vscode';

/** What a key may be made of: it travels in a header (RFC 9110, section 5.5). */
const WELL_FORMED = /^[\x21-\x7e]+$/;

export class Keys {
  constructor(private readonly secrets: vscode.SecretStorage) {}

  get(origin: string): Thenable<string | undefined> {
    return this.secrets.get(name(origin));
  }

  /** Raises an Error where the key is malformed. */
  async set(origin: string, key: string): Promise<void> {
    const problem = problemOf(key);
    if (problem) {
      throw new Error(problem);
    }
    await this.secrets.store(name(origin), key.trim());
  }

  remove(origin: string): Thenable<void> {
    return this.secrets.delete(name(origin));
  }
}

function name(url: string): string {
  return `getcode.apiKey:${originOf(url)}`;
}

/** The origin of a URL as browsers spell it; what is no URL is returned as it is, as `local`. */
export function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url;
}

/** Why a text can't be a key, or undefined where it can; the reason never repeats it. */
export function problemOf(key: string): string | undefined {
  if (!key.trim()) {
    return 'Paste the key.';
  }
  return WELL_FORMED.test(key.trim()) ? undefined : 'A key has no blanks and no characters outside ASCII.';
}
