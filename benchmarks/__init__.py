"""Measured figures: a registry of named specs, a smoke run of each, and a committed table."""
