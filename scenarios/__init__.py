"""Synthetic campaigns."""
