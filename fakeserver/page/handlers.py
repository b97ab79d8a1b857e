"""The routes of the page."""

from typing import Any

from aiohttp import web


class Page:
    """The page's side of the server."""

    def __init__(self, fake: Any, results: Any) -> None:
        self.fake = fake
        self.results = results

    def routes(self) -> list[web.RouteDef]:
        """List what is served."""
        return []
