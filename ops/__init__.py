"""What runs the dashboard: the launcher, the sidecar, the image."""
