"""From a campaign's tables to contracts, and from grants back to audited results."""
