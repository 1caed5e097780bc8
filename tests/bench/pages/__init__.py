"""Pages to measure against, each a script for `streamlit run`."""
