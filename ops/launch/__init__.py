"""One command from nothing to a signed-in dashboard: servers, migrations, demo data, first account, app, sidecar."""
