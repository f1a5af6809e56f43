"""What an operator sees of a running server: numbers for Prometheus, and a log of events."""
