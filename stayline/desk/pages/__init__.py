"""What each page shows, gathered from the queries and shaped for its template."""
