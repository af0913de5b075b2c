"""A report: one self-contained page from one or several results, to be read, printed and filed."""
