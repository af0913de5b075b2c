"""What runs leave behind: where a result came from, how it is stored and read back, how it is shown as a table."""
