"""The deterministic engine: a small grammar reads a prompt, templates write CRUD APIs that run."""
