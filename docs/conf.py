"""Build the site: `make docs`. Pages are Markdown; the Python and command-line references are read from the code."""

import click
from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

from imastudio import __version__

project = "imastudio"
author = "imastudio contributors"
copyright = author  # noqa: A001 - Sphinx's name for it
version = release = __version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.viewcode",
    "sphinx_copybutton",
    "sphinx_click",
]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"imastudio {version}"
html_show_sphinx = False
html_static_path: list[str] = []
templates_path: list[str] = []

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 4
# Pages link to files of the repository; a copy of those is not part of the site.
suppress_warnings = ["myst.xref_missing"]

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_format = "short"
autodoc_default_options = {"members": True, "undoc-members": False, "show-inheritance": True}
# `$ ` opens a command in console blocks: it is left out of what is copied.
copybutton_prompt_text = r"\$ |>>> "
copybutton_prompt_is_regexp = True


def _drop_unnamed(app: Sphinx, ctx: click.Context, lines: list[str]) -> None:  # noqa: ARG001 - what the event hands over
    """Leave out an argument that has no name in the usage either: it only hands options on to another program."""
    if any(line.strip() == ".. option::" for line in lines):
        lines.clear()


def setup(app: Sphinx) -> None:
    """Show diagrams as the text that they are made of (drawing them takes a script from elsewhere), and commands as they are."""
    app.add_lexer("mermaid", TextLexer)
    app.connect("sphinx-click-process-arguments", _drop_unnamed)
