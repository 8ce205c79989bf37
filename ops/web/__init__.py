"""The dashboard's web application: Streamlit behind a gate that knows who is signed in."""
