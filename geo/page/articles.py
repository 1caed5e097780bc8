"""Which article is read: our account, the one the server was started with, or the reader's own."""

from __future__ import annotations

import streamlit as st

from geo.errors import AtlasError
from geo.model import Article
from geo.page import link, notice, state
from geo.page.content import document, given_article


def home(account: Article) -> str:
    """Id of the article that the page opens with."""
    try:
        given = given_article()
    except AtlasError:
        given = None
    return given.id if given else account.id


def pick(account: Article) -> tuple[Article, list[str]]:
    """The article to show, chosen in the sidebar, and notices on what could not be opened."""
    choices = {account.id: account}
    notices = []
    try:
        if given := given_article():
            choices[given.id] = given
    except AtlasError as error:
        notices.append(str(error))
    choices |= state.opened()
    notices += link.article(choices, home(account))
    with st.sidebar:
        st.subheader("Article Atlas", anchor=False)
        chosen = st.selectbox(
            "Article",
            list(choices),
            format_func=_labels(choices, account).__getitem__,
            key=link.ARTICLE,
        )
        _opener()
    return choices[chosen], notices


def go_back(unread: Article, account: Article) -> None:
    """Back to the article shown before one whose reading is stopped. For callbacks."""
    before = link.shown()
    st.session_state[link.ARTICLE] = account.id if before in (None, unread.id) else before


def _labels(choices: dict[str, Article], account: Article) -> dict[str, str]:
    # No two alike: the browser answers with the label that was chosen.
    labels: dict[str, str] = {}
    for key, article in choices.items():
        ours = key == account.id
        name = label = "SCO summit and state visits, July 2024" if ours else article.title
        number = 1
        while name in labels.values():
            number += 1
            name = f"{label} ({number})"
        labels[key] = name
    return labels


def _opener() -> None:
    # The form is emptied: else a file of before would win over a text that is pasted now.
    with (
        st.popover("Open a text …", width="stretch"),
        st.form("open", border=False, clear_on_submit=True),
    ):
        st.caption(
            "Any English news text: its places are found and decided on this machine, and the text "
            "stays in this session. With the original of the SCO summit article, the excerpts are "
            "its own sentences."
        )
        st.text_area("Paste a text", height=160, key="_pasted")
        st.file_uploader("or choose a file", type=["txt", "md"], key="_file")
        st.form_submit_button("Show its places", type="primary", width="stretch", on_click=_open)
        if trouble := st.session_state.pop("_trouble", None):
            notice.error(trouble)


def _open() -> None:
    file = st.session_state.get("_file")
    pasted = st.session_state.get("_pasted") or ""
    try:
        if file is not None:
            article = document(file.getvalue(), file.name)
        else:
            article = document(pasted.encode("utf-8", "replace"), "The pasted text")
    except AtlasError as error:
        st.session_state["_trouble"] = str(error)
        return
    state.opened()[article.id] = article
    st.session_state[link.ARTICLE] = article.id
