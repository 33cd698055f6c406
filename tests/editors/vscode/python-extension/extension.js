// The tests set the interpreter (`getcodeTestPython`) and read how often it was asked for (`getcodeTestAsked`).
const vscode = require('vscode');

exports.activate = () => ({
  environments: {
    getActiveEnvironmentPath: () => ({ path: globalThis.getcodeTestPython ?? '' }),
    resolveEnvironment: async ({ path }) => {
      globalThis.getcodeTestAsked = (globalThis.getcodeTestAsked ?? 0) + 1;
      if (path === 'throws') {
        throw new Error('no environments today');
      }
      return path ? { executable: { uri: vscode.Uri.file(path) } } : undefined;
    },
  },
});
