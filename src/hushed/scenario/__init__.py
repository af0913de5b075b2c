"""The file people write: a scenario, how it is read, and the scenarios that come with hushed."""
