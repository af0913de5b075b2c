"""A scenario as a document: the ODD description of the model that it runs."""
