"""The engine that runs a model in this process, with llama.cpp (extra ``local``)."""
