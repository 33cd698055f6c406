"""What answers a prompt, behind one interface."""
