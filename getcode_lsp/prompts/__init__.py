"""From a comment in a file to the body of a request, and back into a comment: pure."""
