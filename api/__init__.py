"""The two doors, HTTP and command line, onto the same functions."""
