"""Variants of a campaign said as data: rules, options, seed or rows changed, then compared."""
