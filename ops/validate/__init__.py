"""Look at a deployed system from outside, as a person and as a database reader, and say whether it works."""
