"""The fake vendor over HTTP: the server, its routes and its documents."""
