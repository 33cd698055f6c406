"""The self-hosted GetCode service (extra ``serve``)."""
