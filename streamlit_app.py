"""The page's entry point: `streamlit run streamlit_app.py`, or `make run`."""

from geo.page.app import main

main()
