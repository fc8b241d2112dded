"""The places that proposals and placements fill."""
