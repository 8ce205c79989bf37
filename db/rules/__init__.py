"""What the database itself enforces: roles, row policies, triggers. Plain SQL, one statement an execute."""
