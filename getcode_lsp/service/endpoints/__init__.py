"""The endpoints, each declared once: what checks a request also writes the OpenAPI document."""
