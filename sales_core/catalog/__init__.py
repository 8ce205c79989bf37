"""What can be asked: metrics, dimensions and sources, declared as rows."""
