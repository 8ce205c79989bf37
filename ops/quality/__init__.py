"""What `make quality` looks at beyond types and style: doubles, dead names, links, migrations. Never in the image."""
