"""The page-like output types: websites, e-mails, documents and slides, each from a prompt in ordinary English."""
