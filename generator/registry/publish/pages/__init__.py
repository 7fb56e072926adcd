"""What each page of the site shows, as data for its template."""
