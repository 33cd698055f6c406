"""Measurements of the real process, beside the least and the ordinary way of doing the same."""
