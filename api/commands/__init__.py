"""The commands of `depositary`, by what they are for."""
