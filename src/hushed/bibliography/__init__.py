"""The works that hushed cites."""
