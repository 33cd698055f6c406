"""Real VS Code: our extension in a window of code-server."""
