"""The engine for any server that speaks OpenAI's chat completions: Ollama, llama.cpp, vLLM, LM Studio, a hosted one."""
