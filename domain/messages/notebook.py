"""How results and quotes show themselves in a notebook: as HTML, with the picture or a player, the price, and what went wrong.

Whatever comes from outside is escaped; only https addresses, those of this machine, and files are linked.
"""

from html import escape

from imastudio.domain.lifecycle import Result
from imastudio.domain.orders import Language, Media, Medium
from imastudio.domain.quoting import Quote

_LINKED = ("https://", "http://127.0.0.1", "http://localhost", "http://[::1]")
_MAX_WIDTH_PX = 480


def show_result(result: Result, language: Language = "en") -> str:
    """Return what became of an order as HTML."""
    shown = "".join(_media(media, result.generation.order.medium) for media in result.medias)
    return f'<div class="imastudio">{shown}<p>{_lines(result.text(language))}</p></div>'


def show_quote(quote: Quote) -> str:
    """Return a price as HTML: the model, its values, and what it costs."""
    order = quote.order
    rows = {"model": order.model_name, **{name: str(value) for name, value in order.params.items()}}
    rows["points"] = str(order.points) if order.n == 1 else f"{order.points} × {order.n} = {order.total}"
    cells = "".join(f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in rows.items())
    return f'<table class="imastudio">{cells}</table>'


def _media(media: Media, medium: Medium) -> str:
    address = media.address or ""
    if not address.startswith(_LINKED):
        return ""
    source = escape(address, quote=True)
    if medium is Medium.IMAGE:
        return f'<img src="{source}" style="max-width: {_MAX_WIDTH_PX}px">'
    if medium is Medium.VIDEO:
        return f'<video src="{source}" controls style="max-width: {_MAX_WIDTH_PX}px"></video>'
    return f'<audio src="{source}" controls></audio>'


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
