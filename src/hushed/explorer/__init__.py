"""The explorer: one self-contained page that plays a scenario in the browser, or shows a finished result."""
