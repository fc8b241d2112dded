"""The problem as arrays, and what may be: who could lawfully go where, on which day, with what room left."""
