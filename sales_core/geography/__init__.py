"""Where countries are: their outlines, shipped with the project, and which country a name means."""
