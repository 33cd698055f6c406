"""The client's side of the GetCode HTTP API."""
