"""Result -> Plotly figure. Only what an answer holds is drawn; nothing here asks for more, or knows a source."""
