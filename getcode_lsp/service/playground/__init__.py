"""The playground: the page at `/` from which a person tries the service's endpoints with a key of theirs."""
