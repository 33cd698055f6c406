"""Models for the engine `llama`: which there are, where they are kept, and how they come here."""
