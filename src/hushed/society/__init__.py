"""Who: people with their traits, the ties between them, and how both are drawn or read."""
