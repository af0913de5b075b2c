"""Questions put to the model: what a regime does to a society, and what one instrument or safeguard does to that."""
