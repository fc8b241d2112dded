"""A made-up municipality of any size, from figures in the sources: `municipality.build`, then `store.store`."""
