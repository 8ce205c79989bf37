"""The worker: jobs of the queue, and by the clock what the dashboard does for its own upkeep."""
