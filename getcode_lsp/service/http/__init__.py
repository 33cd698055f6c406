"""HTTP itself, before anything of the API: bodies, connections, names, refusals as JSON; nothing here knows of keys."""
