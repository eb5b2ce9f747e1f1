"""A module without names."""
