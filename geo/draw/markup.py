"""The one place where text becomes HTML.

Article text, names and file names are hostile until they pass here. Besides HTML's own
characters, those with a meaning in JavaScript templates, Jinja and Markdown become entities,
so that no later stage can read them as code.
"""

from __future__ import annotations

import html

_ENTITIES = {ord(char): f"&#{ord(char)};" for char in "`${}\\"}


def escape(text: object) -> str:
    """Text as HTML that shows exactly that text.

    >>> escape("<b>${x}</b>")
    '&lt;b&gt;&#36;&#123;x&#125;&lt;/b&gt;'
    """
    return html.escape(str(text), quote=True).translate(_ENTITIES)


def tag(name: str, *content: str, **attributes: str) -> str:
    """An element around finished HTML; attribute values are escaped here.

    `cls` stands for class; an underscore in a name becomes a hyphen.
    """
    written = "".join(
        f' {"class" if key == "cls" else key.replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value
    )
    return f"<{name}{written}>{''.join(content)}</{name}>"


def excerpt(before: str, marked: str, after: str) -> str:
    """An excerpt with its mention marked."""
    return tag("blockquote", escape(before), tag("mark", escape(marked)), escape(after))
