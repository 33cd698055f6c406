"""Stand-ins for the world outside: real sockets and processes, moved by hand."""
