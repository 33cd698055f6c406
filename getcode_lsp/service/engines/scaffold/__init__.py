"""The scaffold engine: reads a specification out of ordinary English and writes runnable code from it."""
