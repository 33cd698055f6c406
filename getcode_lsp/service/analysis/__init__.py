"""A PDF or an image becomes the prompt that a person would have written for it; deterministic, without a model.

`analyst` is the service's side: it runs `worker` in a child process of its own for each file. Everything else runs in
that child.
"""
