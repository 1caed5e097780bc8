"""The Streamlit page: sections by noun; caching and session state live only here."""
