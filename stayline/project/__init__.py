"""How the parts are put together and run: settings, addresses, database, processes, checks."""
