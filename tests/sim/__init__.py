"""Simulated editors, a simulated user, and a judge that knows what really happened."""
